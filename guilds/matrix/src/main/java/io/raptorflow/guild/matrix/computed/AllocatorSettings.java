package io.raptorflow.guild.matrix.computed;

/// Settings of the budget split.
///
/// @param unprovenShare share of the media money for channels without history, where others have
///   one
/// @param extrapolationMax most daily spend, as a multiple of the largest daily spend seen
/// @param stopMultiple spend without a conversion that stops a channel, in allowed costs per
///   conversion
record AllocatorSettings(double unprovenShare, double extrapolationMax, double stopMultiple) {

  static AllocatorSettings from(SettingReader settings) {
    return new AllocatorSettings(
        settings.number("unproven_share", 0.2, 0, 1),
        settings.number("extrapolation_max", 2, 1, 10),
        settings.number("stop_multiple", 3, 1, 20));
  }
}
