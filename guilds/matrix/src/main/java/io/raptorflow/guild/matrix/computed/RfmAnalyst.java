package io.raptorflow.guild.matrix.computed;

import io.raptorflow.agent.Computation;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.guild.matrix.output.Check.Verdict;
import io.raptorflow.guild.matrix.output.DataWindow;
import io.raptorflow.guild.matrix.output.RfmSegments;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// MTX-011: scores customers from 1 to 5 by recency, frequency and money, and names segments.
///
/// Scores are fifths as SQL's `NTILE(5)` makes them: recency from the longest ago, frequency and
/// money from the least, ties by customer id.
public final class RfmAnalyst implements Computation {
  private static final String METHOD =
      "RFM by NTILE(5): recency descending, frequency and money ascending, ties by customer_id";
  private static final int LISTED_MAX = 5_000;

  private record Settings(int customersMin, Optional<LocalDate> asOf) implements Orders.Dated {
    static Settings from(SettingReader settings) {
      return new Settings(
          settings.whole("customers_min", 50, 50, 1_000_000), settings.day("as_of"));
    }
  }

  /// A customer being scored.
  private static final class Scored {
    private final String id;
    private final long recency;
    private final int frequency;
    private final BigDecimal money;
    private int r;
    private int f;
    private int m;

    Scored(Orders.Customer customer, LocalDate asOf) {
      id = customer.id();
      recency = ChronoUnit.DAYS.between(customer.last(), asOf);
      frequency = customer.orders().size();
      money = customer.total();
    }

    String rfm() {
      return "" + r + f + m;
    }
  }

  @Override
  public Result compute(TaskInputs inputs) {
    return Orders.study(METHOD, inputs, Settings::from, RfmAnalyst::run);
  }

  private static Result run(Study study, Settings settings, Orders orders, LocalDate asOf) {
    if (orders.customers().size() < settings.customersMin()) {
      return Refused.because(
          "orders hold %d customers, at least %d are needed"
              .formatted(orders.customers().size(), settings.customersMin()));
    }
    List<Scored> scored = new ArrayList<>(orders.customers().size());
    orders.customers().forEach(customer -> scored.add(new Scored(customer, asOf)));
    Comparator<Scored> byId = Comparator.comparing(c -> c.id);
    scored.sort(Comparator.<Scored>comparingLong(c -> -c.recency).thenComparing(byId));
    fifths(scored, (c, score) -> c.r = score);
    scored.sort(Comparator.<Scored>comparingInt(c -> c.frequency).thenComparing(byId));
    fifths(scored, (c, score) -> c.f = score);
    scored.sort(Comparator.<Scored, BigDecimal>comparing(c -> c.money).thenComparing(byId));
    fifths(scored, (c, score) -> c.m = score);
    scored.sort(byId);
    long ties = scored.stream().mapToInt(c -> c.frequency).filter(f -> f == 1).count();
    study.check(
        "fifths of frequency separate customers",
        ties <= scored.size() / 5 ? Verdict.HOLDS : Verdict.DOUBTFUL,
        "%d of %d customers have one order; within ties the id decides",
        ties,
        scored.size());
    return study.answer(
        new RfmSegments(
            study.grounds(
                new DataWindow(orders.first(), orders.last()),
                orders.rows(),
                "A ranking of all customers, not a sample: it has no error of its own, and says"
                    + " nothing of what they will do."),
            result(orders, asOf, scored)));
  }

  private interface Give {
    void score(Scored customer, int score);
  }

  /// Five groups in order; the first ones take what is left over, as NTILE does.
  private static void fifths(List<Scored> sorted, Give give) {
    int base = sorted.size() / 5;
    int more = sorted.size() % 5;
    int at = 0;
    for (int bucket = 1; bucket <= 5; bucket++) {
      int size = base + (bucket <= more ? 1 : 0);
      for (int i = 0; i < size; i++) {
        give.score(sorted.get(at++), bucket);
      }
    }
  }

  private static RfmSegments.Result result(Orders orders, LocalDate asOf, List<Scored> scored) {
    Map<String, Integer> scores = new TreeMap<>();
    Map<Segment, Integer> counts = new LinkedHashMap<>();
    Map<Segment, BigDecimal> money = new LinkedHashMap<>();
    List<RfmSegments.Customer> listed = new ArrayList<>();
    BigDecimal revenue = BigDecimal.ZERO;
    for (Scored c : scored) {
      Segment segment = Segment.of(c.r, c.f, c.m);
      scores.merge(c.rfm(), 1, Integer::sum);
      counts.merge(segment, 1, Integer::sum);
      money.merge(segment, c.money, BigDecimal::add);
      revenue = revenue.add(c.money);
      if (scored.size() <= LISTED_MAX) {
        listed.add(
            new RfmSegments.Customer(
                c.id, c.recency, c.frequency, c.money, c.rfm(), segment.title));
      }
    }
    List<RfmSegments.Segment> segments = new ArrayList<>();
    for (Segment segment : Segment.values()) {
      BigDecimal own = money.getOrDefault(segment, BigDecimal.ZERO);
      segments.add(
          new RfmSegments.Segment(
              segment.title,
              segment.rule,
              counts.getOrDefault(segment, 0),
              own,
              revenue.signum() == 0 ? 0 : own.doubleValue() / revenue.doubleValue()));
    }
    return new RfmSegments.Result(
        asOf, orders.currency(), scored.size(), revenue, segments, scores, listed);
  }

  /// Names for regions of the scores; the first rule that fits counts.
  private enum Segment {
    CHAMPIONS("champions", "R 4-5, F 4-5, M 4-5"),
    LOYAL("loyal", "R 3-5, F 4-5"),
    NEW("new", "R 4-5, F 1-2"),
    PROMISING("promising", "R 3-5, F 2-3"),
    AT_RISK("at risk", "R 1-2, F 3-5"),
    SLEEPING("sleeping", "R 2, F 1-2"),
    LOST("lost", "R 1, F 1-2"),
    OTHERS("others", "the rest");

    private final String title;
    private final String rule;

    Segment(String title, String rule) {
      this.title = title;
      this.rule = rule;
    }

    static Segment of(int r, int f, int m) {
      if (r >= 4 && f >= 4 && m >= 4) {
        return CHAMPIONS;
      }
      if (r >= 3 && f >= 4) {
        return LOYAL;
      }
      if (r >= 4 && f <= 2) {
        return NEW;
      }
      if (r >= 3 && f >= 2) {
        return PROMISING;
      }
      if (r <= 2 && f >= 3) {
        return AT_RISK;
      }
      if (r == 2) {
        return SLEEPING;
      }
      return r == 1 ? LOST : OTHERS;
    }
  }
}
