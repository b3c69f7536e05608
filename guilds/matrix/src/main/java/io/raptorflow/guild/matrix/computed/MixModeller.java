package io.raptorflow.guild.matrix.computed;

import io.raptorflow.agent.Computation;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.guild.matrix.method.MediaMix;
import io.raptorflow.guild.matrix.output.Check.Verdict;
import io.raptorflow.guild.matrix.output.MixModel;
import io.raptorflow.guild.matrix.table.Cells;
import io.raptorflow.guild.matrix.table.TableShape;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// MTX-007: splits weekly sales into what media brought and what would have come anyway, with the
/// echo of spend and its saturation.
public final class MixModeller implements Computation {
  private static final String METHOD =
      "geometric adstock, Hill saturation, non-negative ridge least squares; trend, yearly season,"
          + " price and holidays as controls; block bootstrap";
  private static final int WEEKS_PER_CHANNEL = 10;
  private static final int DRAWS = 200;
  private static final int CURVE_POINTS = 20;
  private static final double YEAR = 365.25 / 7;

  static final TableShape<Week> SHAPE =
      new TableShape<>(
          "spend_weekly",
          List.of("week_start", "channel", "spend", "sales"),
          cells ->
              new Week(
                  cells.date("week_start"),
                  cells.text("channel"),
                  cells.amount("spend"),
                  cells.amount("sales"),
                  optional(cells, "price_index"),
                  optional(cells, "holiday")));

  /// One row; sales, price and holiday belong to the week and must be the same in all its rows.
  record Week(
      LocalDate start,
      String channel,
      BigDecimal spend,
      BigDecimal sales,
      BigDecimal price,
      BigDecimal holiday) {}

  private static BigDecimal optional(Cells cells, String column) {
    return cells.has(column) ? cells.amount(column) : BigDecimal.ZERO;
  }

  private record Settings(int weeksMin, int harmonics, double ridge) {
    static Settings from(SettingReader settings) {
      return new Settings(
          settings.whole("weeks_min", 104, 104, 1_000),
          settings.whole("season_harmonics", 2, 0, 4),
          settings.number("ridge", 0.001, 0, 1));
    }
  }

  /// The table by channel and week.
  private record Grid(
      List<LocalDate> weeks,
      List<String> channels,
      double[][] spend,
      double[] sales,
      double[] price,
      double[] holiday) {}

  @Override
  public Result compute(TaskInputs inputs) {
    return Study.of(METHOD, inputs, Settings::from, SHAPE, MixModeller::run);
  }

  private static Result run(Study study, Settings settings, List<Week> rows) {
    List<String> problems = new ArrayList<>();
    Grid grid = grid(rows, problems);
    int weeks = grid.weeks().size();
    int channels = grid.channels().size();
    if (weeks < settings.weeksMin()) {
      problems.add(
          "spend_weekly holds %d weeks, at least %d are needed"
              .formatted(weeks, settings.weeksMin()));
    }
    if ((long) channels * WEEKS_PER_CHANNEL > weeks) {
      problems.add(
          "spend_weekly holds %d channels in %d weeks, each needs %d weeks"
              .formatted(channels, weeks, WEEKS_PER_CHANNEL));
    }
    for (int j = 0; j < channels && problems.isEmpty(); j++) {
      if (Arrays.stream(grid.spend()[j]).distinct().count() < 8) {
        problems.add(grid.channels().get(j) + ": has less than 8 different weekly spends");
      }
    }
    if (!problems.isEmpty()) {
      return new Refused(problems);
    }
    MediaMix mix =
        new MediaMix(grid.spend(), grid.sales(), controls(grid, settings), settings.ridge());
    MediaMix.Fit fit = mix.fit();
    double[][] betas = mix.bootstrap(fit, DRAWS, study.inputs().seed());
    double all = Arrays.stream(grid.sales()).sum();
    List<MixModel.Channel> answered = new ArrayList<>();
    double media = 0;
    for (int j = 0; j < channels; j++) {
      MixModel.Channel channel = channel(j, grid, mix, fit, betas, all);
      media += channel.contribution();
      answered.add(channel);
    }
    checks(study, grid, fit);
    return study.answer(
        new MixModel(
            study.grounds(
                Study.window(grid.weeks()),
                rows.size(),
                "Intervals hold 90 % of "
                    + DRAWS
                    + " block-bootstrap draws with adstock and curve held as fitted, so they are"
                    + " too narrow; a model of history cannot show cause, a hold-out test can and"
                    + " goes before it."),
            new MixModel.Result(weeks, all, all - media, fit.r2(), answered)));
  }

  private static Grid grid(List<Week> rows, List<String> problems) {
    NavigableMap<LocalDate, NavigableMap<String, Week>> byWeek = new TreeMap<>();
    NavigableMap<String, Integer> channels = new TreeMap<>();
    for (Week row : rows) {
      channels.put(row.channel(), 0);
      Week other =
          byWeek.computeIfAbsent(row.start(), week -> new TreeMap<>()).put(row.channel(), row);
      if (other != null && problems.size() < 5) {
        problems.add("%s: week %s stands there twice".formatted(row.channel(), row.start()));
      }
    }
    LocalDate expected = byWeek.firstKey();
    for (NavigableMap.Entry<LocalDate, NavigableMap<String, Week>> week : byWeek.entrySet()) {
      Week first = week.getValue().firstEntry().getValue();
      if (!week.getKey().equals(expected)) {
        problems.add("week %s is missing; a missing week is not zero".formatted(expected));
        break;
      }
      if (!week.getValue().keySet().equals(channels.keySet())) {
        problems.add("week %s lacks a row for a channel".formatted(week.getKey()));
        break;
      }
      boolean same =
          week.getValue().values().stream()
              .allMatch(
                  row ->
                      row.sales().compareTo(first.sales()) == 0
                          && row.price().compareTo(first.price()) == 0
                          && row.holiday().compareTo(first.holiday()) == 0);
      if (!same) {
        problems.add(
            "week %s has different sales, prices or holidays in its rows".formatted(week.getKey()));
        break;
      }
      expected = expected.plusWeeks(1);
    }
    List<String> names = List.copyOf(channels.keySet());
    List<LocalDate> weeks = List.copyOf(byWeek.keySet());
    double[][] spend = new double[names.size()][weeks.size()];
    double[] sales = new double[weeks.size()];
    double[] price = new double[weeks.size()];
    double[] holiday = new double[weeks.size()];
    int t = 0;
    for (NavigableMap<String, Week> week : byWeek.values()) {
      for (Week row : week.values()) {
        spend[names.indexOf(row.channel())][t] = row.spend().doubleValue();
        sales[t] = row.sales().doubleValue();
        price[t] = row.price().doubleValue();
        holiday[t] = row.holiday().doubleValue();
      }
      t++;
    }
    return new Grid(weeks, names, spend, sales, price, holiday);
  }

  private static double[][] controls(Grid grid, Settings settings) {
    int n = grid.weeks().size();
    List<double[]> columns = new ArrayList<>();
    double[] ones = new double[n];
    double[] trend = new double[n];
    for (int t = 0; t < n; t++) {
      ones[t] = 1;
      trend[t] = (double) t / n;
    }
    columns.add(ones);
    columns.add(trend);
    for (int h = 1; h <= settings.harmonics(); h++) {
      double[] sine = new double[n];
      double[] cosine = new double[n];
      for (int t = 0; t < n; t++) {
        sine[t] = Math.sin(2 * Math.PI * h * t / YEAR);
        cosine[t] = Math.cos(2 * Math.PI * h * t / YEAR);
      }
      columns.add(sine);
      columns.add(cosine);
    }
    for (double[] given : List.of(grid.price(), grid.holiday())) {
      if (Arrays.stream(given).distinct().count() > 1) {
        columns.add(given);
      }
    }
    return columns.toArray(double[][]::new);
  }

  private static MixModel.Channel channel(
      int j, Grid grid, MediaMix mix, MediaMix.Fit fit, double[][] betas, double all) {
    MediaMix.Response response = fit.channels()[j];
    double contribution = Arrays.stream(mix.contribution(j, response)).sum();
    double spent = Arrays.stream(grid.spend()[j]).sum();
    double unit = response.beta() == 0 ? 0 : contribution / response.beta();
    double[] draws = Arrays.stream(betas).mapToDouble(beta -> beta[j] * unit / spent).toArray();
    Arrays.sort(draws);
    double mean = spent / grid.weeks().size();
    double most = Arrays.stream(grid.spend()[j]).max().orElse(0);
    double step = Math.max(mean * 1e-4, 1e-9);
    List<MixModel.Point> curve = new ArrayList<>();
    for (int i = 0; i <= CURVE_POINTS; i++) {
      double weekly = most * i / CURVE_POINTS;
      curve.add(new MixModel.Point(weekly, response.at(weekly)));
    }
    return new MixModel.Channel(
        grid.channels().get(j),
        spent,
        response.theta(),
        response.shape(),
        response.half() * (1 - response.theta()),
        contribution,
        all == 0 ? 0 : contribution / all,
        spent == 0 ? null : Double.valueOf(contribution / spent),
        spent == 0 ? null : Double.valueOf(draws[(int) (0.05 * (draws.length - 1))]),
        spent == 0 ? null : Double.valueOf(draws[(int) Math.ceil(0.95 * (draws.length - 1))]),
        (response.at(mean + step) - response.at(mean)) / step,
        curve);
  }

  private static void checks(Study study, Grid grid, MediaMix.Fit fit) {
    double most = 0;
    String pair = "no pair";
    for (int a = 0; a < grid.channels().size(); a++) {
      for (int b = 0; b < a; b++) {
        double r = Math.abs(Robust.correlation(grid.spend()[a], grid.spend()[b]));
        if (r > most) {
          most = r;
          pair = grid.channels().get(a) + " and " + grid.channels().get(b);
        }
      }
    }
    study.check(
        "spends move apart, so that channels can be told from each other",
        most < 0.8 ? Verdict.HOLDS : Verdict.DOUBTFUL,
        "largest correlation %.2f, %s",
        most,
        pair);
    double[] now = Arrays.copyOfRange(fit.residuals(), 1, fit.residuals().length);
    double[] before = Arrays.copyOf(fit.residuals(), fit.residuals().length - 1);
    double related = Robust.correlation(now, before);
    study.check(
        "errors of neighbouring weeks are not related",
        Math.abs(related) < 0.3 ? Verdict.HOLDS : Verdict.DOUBTFUL,
        "correlation %.2f",
        related);
    study.check(
        "spend did not follow demand",
        Verdict.UNTESTED,
        "history cannot tell; a hold-out test can");
  }
}
