package io.raptorflow.guild.matrix.computed;

import io.raptorflow.agent.Computation;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.guild.matrix.method.MannKendall;
import io.raptorflow.guild.matrix.method.Proportions;
import io.raptorflow.guild.matrix.output.Check.Verdict;
import io.raptorflow.guild.matrix.output.DataWindow;
import io.raptorflow.guild.matrix.output.SearchDecay;
import io.raptorflow.guild.matrix.output.SearchDecay.Cause;
import io.raptorflow.guild.matrix.output.SearchDecay.Chance;
import io.raptorflow.guild.matrix.output.SearchDecay.Page;
import io.raptorflow.guild.matrix.table.TableShape;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// MTX-017: pages that lose clicks in search though neither the season nor a better place explains
/// it, and pages for which a place on the first page would bring most.
public final class SearchAnalyst implements Computation {
  private static final String METHOD =
      "28 days against the 28 before and the same days last year; Mann-Kendall over weeks; clicks at"
          + " the target position by the site's own rates";
  private static final int PERIOD = 28;
  private static final int YEAR = 364;
  private static final int LISTED = 50;
  private static final int POSITIONS = 20;

  static final TableShape<Row> SHAPE =
      new TableShape<>(
          "search_daily",
          List.of("date", "page", "clicks", "impressions", "position"),
          cells -> {
            Row row =
                new Row(
                    cells.date("date"),
                    cells.text("page"),
                    cells.count("clicks"),
                    cells.count("impressions"),
                    cells.amount("position"));
            if (row.clicks() > row.impressions()) {
              cells.problem("clicks", Long.toString(row.clicks()), "must not exceed impressions");
            }
            return row;
          });

  /// One page on one day.
  record Row(LocalDate date, String page, long clicks, long impressions, BigDecimal position) {}

  /// @param drop least loss of clicks, as a share
  /// @param clicksMin least clicks before
  private record Settings(double drop, int clicksMin, double target) {
    static Settings from(SettingReader settings) {
      return new Settings(
          settings.number("drop_min", 0.2, 0.01, 1),
          settings.whole("clicks_min", 30, 30, 1_000_000),
          settings.number("target_position", 3, 1, 10));
    }
  }

  /// Sums of a page over some days; the position is weighted by impressions.
  private record Sum(long clicks, long impressions, double placed) {
    static final Sum NOTHING = new Sum(0, 0, 0);

    Sum plus(Row row) {
      return new Sum(
          clicks + row.clicks(),
          impressions + row.impressions(),
          placed + row.position().doubleValue() * row.impressions());
    }

    double position() {
      return impressions == 0 ? 0 : placed / impressions;
    }

    double rate() {
      return impressions == 0 ? 0 : (double) clicks / impressions;
    }
  }

  @Override
  public Result compute(TaskInputs inputs) {
    return Study.of(METHOD, inputs, Settings::from, SHAPE, SearchAnalyst::run);
  }

  private static Result run(Study study, Settings settings, List<Row> rows) {
    Map<String, NavigableMap<LocalDate, Row>> pages = new TreeMap<>();
    for (Row row : rows) {
      Row other = pages.computeIfAbsent(row.page(), page -> new TreeMap<>()).put(row.date(), row);
      if (other != null) {
        return Refused.because(
            "table search_daily has %s twice on %s".formatted(row.page(), row.date()));
      }
    }
    DataWindow window = Study.window(rows.stream().map(Row::date).toList());
    long days = ChronoUnit.DAYS.between(window.from(), window.to()) + 1;
    if (days < 2 * PERIOD) {
      return Refused.because(
          "search_daily spans %d days, at least %d are needed".formatted(days, 2 * PERIOD));
    }
    boolean lastYear = days >= YEAR + 2 * PERIOD;
    if (!lastYear) {
      study.refuse(
          "season: the data span %d days, the same days last year need %d; a seasonal fall cannot be"
                  .formatted(days, YEAR + 2 * PERIOD)
              + " told from a decay");
    }
    List<Page> decays = new ArrayList<>();
    List<Page> seasonal = new ArrayList<>();
    for (Map.Entry<String, NavigableMap<LocalDate, Row>> page : pages.entrySet()) {
      judge(page.getKey(), page.getValue(), window.to(), settings)
          .ifPresent(found -> (found.cause() == Cause.SEASON ? seasonal : decays).add(found));
    }
    Comparator<Page> byLoss =
        Comparator.<Page>comparingLong(p -> p.clicksNow() - p.clicksBefore())
            .thenComparing(Page::page);
    decays.sort(byLoss);
    seasonal.sort(byLoss);
    study.check(
        "the season is known",
        lastYear ? Verdict.HOLDS : Verdict.DOUBTFUL,
        lastYear ? "the same days last year are there" : "%d days of data",
        days);
    study.check(
        "clicks that search does not report move like the reported ones",
        Verdict.UNTESTED,
        "rare queries are left out of reports");
    return study.answer(
        new SearchDecay(
            study.grounds(
                window,
                rows.size(),
                "Thresholds are rules of practice, not tests; Mann-Kendall is given beside them."
                    + " Clicks at a target position are means of this site, not promises."),
            new SearchDecay.Result(
                pages.size(),
                decays.stream().limit(LISTED).toList(),
                seasonal.stream().limit(LISTED).toList(),
                chances(pages, window.to(), settings))));
  }

  private static Sum sum(NavigableMap<LocalDate, Row> page, LocalDate last) {
    Sum sum = Sum.NOTHING;
    for (Row row : page.subMap(last.minusDays(PERIOD - 1L), true, last, true).values()) {
      sum = sum.plus(row);
    }
    return sum;
  }

  private static Optional<Page> judge(
      String name, NavigableMap<LocalDate, Row> page, LocalDate last, Settings settings) {
    Sum now = sum(page, last);
    Sum before = sum(page, last.minusDays(PERIOD));
    if (before.clicks() < settings.clicksMin()) {
      return Optional.empty();
    }
    double change = (double) now.clicks() / before.clicks() - 1;
    // A page that nobody saw any more has no position; that is worse than any.
    boolean better = now.impressions() > 0 && now.position() < before.position() - 0.5;
    if (change > -settings.drop() || better) {
      return Optional.empty();
    }
    Sum yearNow = sum(page, last.minusDays(YEAR));
    Sum yearBefore = sum(page, last.minusDays(YEAR + PERIOD));
    Double lastYear =
        yearBefore.clicks() < settings.clicksMin()
            ? null
            : Double.valueOf((double) yearNow.clicks() / yearBefore.clicks() - 1);
    Proportions.Test trend = MannKendall.test(weeks(page, last));
    return Optional.of(
        new Page(
            name,
            before.clicks(),
            now.clicks(),
            change,
            before.position(),
            now.position(),
            before.impressions(),
            now.impressions(),
            lastYear,
            trend.statistic(),
            trend.p(),
            cause(now, before, change, lastYear, settings)));
  }

  private static Cause cause(
      Sum now, Sum before, double change, @Nullable Double lastYear, Settings settings) {
    // Half of the fall a year ago is enough to call it the season's.
    if (lastYear != null && lastYear <= Math.max(change / 2, -settings.drop()) + 1e-12) {
      return Cause.SEASON;
    }
    if (now.impressions() == 0 || now.position() > before.position() + 1) {
      return Cause.RANKING;
    }
    double seen = (double) now.impressions() / before.impressions() - 1;
    return seen <= change / 2 ? Cause.DEMAND : Cause.SNIPPET;
  }

  private static double[] weeks(NavigableMap<LocalDate, Row> page, LocalDate last) {
    double[] weeks = new double[2 * PERIOD / 7];
    for (Row row : page.tailMap(last.minusDays(2L * PERIOD - 1)).values()) {
      int back = (int) ChronoUnit.DAYS.between(row.date(), last) / 7;
      weeks[weeks.length - 1 - back] += row.clicks();
    }
    return weeks;
  }

  private static List<Chance> chances(
      Map<String, NavigableMap<LocalDate, Row>> pages, LocalDate last, Settings settings) {
    double[] clicks = new double[POSITIONS + 1];
    double[] seen = new double[POSITIONS + 1];
    Map<String, Sum> sums = new TreeMap<>();
    pages.forEach(
        (name, page) -> {
          Sum sum = sum(page, last);
          sums.put(name, sum);
          int at = (int) Math.round(sum.position());
          if (at >= 1 && at <= POSITIONS) {
            clicks[at] += sum.clicks();
            seen[at] += sum.impressions();
          }
        });
    int target = (int) Math.round(settings.target());
    if (seen[target] < 100) {
      return List.of();
    }
    double rate = clicks[target] / seen[target];
    List<Chance> chances = new ArrayList<>();
    sums.forEach(
        (name, sum) -> {
          if (sum.position() > settings.target() + 0.5 && sum.rate() < rate) {
            chances.add(
                new Chance(
                    name,
                    sum.position(),
                    settings.target(),
                    sum.rate(),
                    rate,
                    sum.impressions() * (rate - sum.rate())));
          }
        });
    chances.sort(Comparator.comparingDouble(Chance::clicks).reversed().thenComparing(Chance::page));
    return chances.stream().limit(LISTED).toList();
  }
}
