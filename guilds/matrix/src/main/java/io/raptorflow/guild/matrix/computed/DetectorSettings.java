package io.raptorflow.guild.matrix.computed;

/// Settings of the anomaly detector; the defaults are those that found the planted events of the
/// sample data and nothing else.
///
/// @param alpha error rate of the outlier test, per series
/// @param outlierShareMax most outliers, as a share of the days
/// @param effectMin least distance from the expected value, as a share of it
/// @param daysMin least days of a series
/// @param baselineDays days that set the level for the cumulative sum
/// @param slack in standard deviations of the baseline
/// @param limit in standard deviations of the baseline
record DetectorSettings(
    int period,
    int seasonalWindow,
    double alpha,
    double outlierShareMax,
    double effectMin,
    int daysMin,
    int baselineDays,
    double slack,
    double limit) {

  static DetectorSettings from(SettingReader settings) {
    return new DetectorSettings(
        settings.whole("stl_period", 7, 2, 31),
        settings.whole("stl_seasonal_window", 35, 7, 365),
        settings.number("alpha", 0.001, 1e-6, 0.2),
        settings.number("outlier_share_max", 0.05, 0.001, 0.4),
        settings.number("effect_min", 0.2, 0, 10),
        settings.whole("days_min", 56, 56, 3_650),
        settings.whole("cusum_baseline_days", 90, 28, 3_650),
        settings.number("cusum_k", 0.5, 0, 3),
        settings.number("cusum_h", 5, 1, 20));
  }
}
