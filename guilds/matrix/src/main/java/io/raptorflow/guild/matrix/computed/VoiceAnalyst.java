package io.raptorflow.guild.matrix.computed;

import io.raptorflow.agent.Computation;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.guild.matrix.output.Check.Verdict;
import io.raptorflow.guild.matrix.output.ShareOfVoice;
import io.raptorflow.guild.matrix.output.ShareOfVoice.Brand;
import io.raptorflow.guild.matrix.output.ShareOfVoice.Week;
import io.raptorflow.guild.matrix.table.TableShape;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// MTX-015: each brand's share of the talk, how concentrated the talk is, and, where market shares
/// are given, the excess share of voice.
public final class VoiceAnalyst implements Computation {
  private static final String METHOD =
      "share of mentions and of reach; Herfindahl-Hirschman index; excess share of voice; bootstrap"
          + " over mentions";
  private static final int DRAWS = 1_000;

  static final TableShape<Mention> SHAPE =
      new TableShape<>(
          "mentions",
          List.of("date", "brand", "source", "url_hash"),
          cells ->
              new Mention(
                  cells.date("date"),
                  cells.text("brand"),
                  cells.text("source"),
                  cells.amountIfKnown("reach"),
                  cells.text("url_hash")));

  /// One mention.
  record Mention(
      LocalDate date, String brand, String source, @Nullable BigDecimal reach, String page) {}

  /// @param market shares of the market in percent, by brand
  private record Settings(int mentionsMin, Map<String, Double> market) {
    static Settings from(SettingReader settings) {
      return new Settings(
          settings.whole("mentions_min", 100, 100, 10_000_000), settings.numbers("market_share."));
    }
  }

  @Override
  public Result compute(TaskInputs inputs) {
    return Study.of(METHOD, inputs, Settings::from, SHAPE, VoiceAnalyst::run);
  }

  private static Result run(Study study, Settings settings, List<Mention> rows) {
    Set<List<String>> seen = new HashSet<>();
    List<Mention> mentions =
        rows.stream().filter(row -> seen.add(List.of(row.brand(), row.page()))).toList();
    if (mentions.size() < rows.size()) {
      study.refuse(
          "%d rows repeat a brand on the same page and were not counted"
              .formatted(rows.size() - mentions.size()));
    }
    if (mentions.size() < settings.mentionsMin()) {
      study.refuse(
          "mentions hold %d different ones, at least %d are needed"
              .formatted(mentions.size(), settings.mentionsMin()));
      return new Refused(study.refusals());
    }
    Map<String, Integer> counts = new TreeMap<>();
    Map<String, BigDecimal> reach = new HashMap<>();
    boolean whole = mentions.stream().allMatch(mention -> mention.reach() != null);
    BigDecimal allReach = BigDecimal.ZERO;
    for (Mention mention : mentions) {
      counts.merge(mention.brand(), 1, Integer::sum);
      BigDecimal own = mention.reach();
      if (whole && own != null) {
        reach.merge(mention.brand(), own, BigDecimal::add);
        allReach = allReach.add(own);
      }
    }
    if (!whole) {
      study.refuse("reach is unknown for some mentions, so shares of reach are left out");
    }
    List<Brand> brands =
        brands(study, settings, counts, allReach.signum() > 0 ? reach : Map.of(), allReach);
    double hhi = brands.stream().mapToDouble(b -> b.share() * b.share()).sum();
    long sources = mentions.stream().map(Mention::source).distinct().count();
    study.check(
        "the sources stand for all talk",
        Verdict.UNTESTED,
        "%d sources; who is not searched is not heard",
        sources);
    return study.answer(
        new ShareOfVoice(
            study.grounds(
                Study.window(mentions.stream().map(Mention::date).toList()),
                rows.size(),
                "Intervals hold 95 % of "
                    + DRAWS
                    + " bootstrap draws over mentions; mentions of one story are related, so they"
                    + " are too narrow."),
            new ShareOfVoice.Result(
                mentions.size(), hhi, brands, weeks(mentions, List.copyOf(counts.keySet())))));
  }

  private static List<Brand> brands(
      Study study,
      Settings settings,
      Map<String, Integer> counts,
      Map<String, BigDecimal> reach,
      BigDecimal allReach) {
    int n = counts.values().stream().mapToInt(Integer::intValue).sum();
    Map<String, double[]> draws = draws(counts, n, study.inputs().seed());
    for (String named : settings.market().keySet()) {
      if (!counts.containsKey(named)) {
        study.refuse("market share of '" + named + "' was given, but it has no mention");
      }
    }
    List<Brand> brands = new ArrayList<>();
    counts.forEach(
        (brand, count) -> {
          double[] own = draws.getOrDefault(brand, new double[DRAWS]);
          double low = own[(int) (0.025 * (DRAWS - 1))];
          double high = own[(int) Math.ceil(0.975 * (DRAWS - 1))];
          double share = 100.0 * count / n;
          Double market = settings.market().get(brand);
          BigDecimal heard = reach.get(brand);
          brands.add(
              new Brand(
                  brand,
                  count,
                  share,
                  low,
                  high,
                  heard == null
                      ? null
                      : Double.valueOf(100 * heard.doubleValue() / allReach.doubleValue()),
                  market,
                  less(share, market),
                  less(low, market),
                  less(high, market)));
        });
    return brands;
  }

  private static @Nullable Double less(double share, @Nullable Double market) {
    return market == null ? null : Double.valueOf(share - market);
  }

  /// Shares of each brand in resampled mentions, sorted: sequential binomials make a multinomial.
  private static Map<String, double[]> draws(Map<String, Integer> counts, int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> brands = List.copyOf(counts.keySet());
    int[] limits = new int[brands.size()];
    int sum = 0;
    for (int i = 0; i < limits.length; i++) {
      sum += counts.getOrDefault(brands.get(i), 0);
      limits[i] = sum;
    }
    int size = Math.min(n, 20_000);
    double[][] shares = new double[brands.size()][DRAWS];
    double shrink = Math.sqrt((double) size / n);
    for (int d = 0; d < DRAWS; d++) {
      int[] drawn = new int[brands.size()];
      for (int i = 0; i < size; i++) {
        int at = Arrays.binarySearch(limits, random.nextInt(n) + 1);
        drawn[at < 0 ? -at - 1 : at]++;
      }
      for (int b = 0; b < drawn.length; b++) {
        double share = 100.0 * counts.getOrDefault(brands.get(b), 0) / n;
        // A smaller sample is wider by the root of the sizes.
        shares[b][d] = share + shrink * (100.0 * drawn[b] / size - share);
      }
    }
    Map<String, double[]> sorted = new HashMap<>();
    for (int b = 0; b < shares.length; b++) {
      Arrays.sort(shares[b]);
      sorted.put(brands.get(b), shares[b]);
    }
    return sorted;
  }

  private static List<Week> weeks(List<Mention> mentions, List<String> brands) {
    Map<LocalDate, int[]> counts = new TreeMap<>();
    for (Mention mention : mentions) {
      LocalDate monday = mention.date().with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      counts
          .computeIfAbsent(monday, week -> new int[brands.size()])[
          brands.indexOf(mention.brand())]++;
    }
    List<Week> weeks = new ArrayList<>();
    counts.forEach(
        (monday, count) -> {
          int all = Arrays.stream(count).sum();
          weeks.add(
              new Week(
                  monday.toString(),
                  all,
                  Arrays.stream(count).mapToObj(own -> 100.0 * own / all).toList()));
        });
    return weeks;
  }
}
