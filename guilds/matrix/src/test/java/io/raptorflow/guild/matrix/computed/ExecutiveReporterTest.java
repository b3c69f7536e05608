package io.raptorflow.guild.matrix.computed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.raptorflow.agent.Computation.Answered;
import io.raptorflow.agent.Computation.Refused;
import io.raptorflow.agent.Table;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.guild.matrix.output.ChannelTotal;
import io.raptorflow.guild.matrix.output.ExecutiveReport;
import io.raptorflow.guild.matrix.output.ExecutiveReport.Effects;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ExecutiveReporterTest {
  private final ExecutiveReporter reporter = new ExecutiveReporter();

  @Test
  void splitsTheChangeOfTheSampleWithoutARest() {
    ExecutiveReport report = report(Samples.kpi(), Map.of());

    Effects e = report.result().effects();
    assertThat(e.traffic() + e.conversionRate() + e.orderValue() + e.other())
        .isCloseTo(report.result().change().doubleValue(), within(1e-9));
    assertThat(report.result().periodDays()).isEqualTo(90);
    assertThat(report.result().after().window().to()).hasToString("2026-08-27");
    assertThat(report.result().before().window().from()).hasToString("2026-03-01");
    BigDecimal both =
        report.result().before().total().revenue().add(report.result().after().total().revenue());
    assertThat(both).isEqualByComparingTo("1134592.91");
  }

  /// The LMDI-I identity (Ang 2005): the parts add up to the change.
  @ParameterizedTest
  @ValueSource(longs = {31, 32, 33})
  void addsUpOnRandomNumbers(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      ChannelTotal before = random(random);
      ChannelTotal after = random(random);

      Effects e = LogMeanDivisia.effects(before, after);

      assertThat(e.traffic() + e.conversionRate() + e.orderValue() + e.other())
          .isCloseTo(after.revenue().subtract(before.revenue()).doubleValue(), within(1e-9));
    }
  }

  @Test
  void turnsEveryPartAroundWhenThePeriodsAreSwapped() {
    ChannelTotal one = total(1000, 20, 1500);
    ChannelTotal two = total(1500, 24, 1700);

    Effects there = LogMeanDivisia.effects(one, two);
    Effects back = LogMeanDivisia.effects(two, one);

    assertThat(there.traffic()).isCloseTo(-back.traffic(), within(1e-9)).isPositive();
    assertThat(there.conversionRate()).isCloseTo(-back.conversionRate(), within(1e-9)).isNegative();
  }

  @Test
  void putsRevenueThatNoBranchExplainsUnderOther() {
    Effects e = LogMeanDivisia.effects(total(100, 0, 50), total(100, 2, 90));

    assertThat(e).isEqualTo(new Effects(0, 0, 0, 40));
  }

  @Test
  void usesNoNumberThatIsNotInTheResult() {
    ExecutiveReport report = report(Samples.kpi(), Map.of());
    List<Double> known = new ArrayList<>();
    numbers(CanonicalJson.MAPPER.valueToTree(report.result()), known);

    Matcher numbers =
        Pattern.compile("\\d+(?:\\.\\d+)?")
            .matcher(report.reading().replaceAll("\\d{4}-\\d\\d-\\d\\d", ""));

    while (numbers.find()) {
      double number = Double.parseDouble(numbers.group());
      assertThat(known)
          .as(report.reading())
          .anySatisfy(
              k ->
                  assertThat(
                          Math.abs(Math.abs(k) - number) < 0.0051
                              || Math.abs(Math.abs(k) * 100 - number) < 0.051)
                      .isTrue());
    }
    assertThat(report.reading().split("\\. ")).hasSize(2);
  }

  @Test
  void doesNotCareForTheOrderOfRows() {
    ExecutiveReport straight = report(Samples.kpi(), Map.of("period_days", "30"));
    ExecutiveReport shuffled =
        report(Samples.shuffled(Samples.kpi(), 9), Map.of("period_days", "30"));

    assertThat(shuffled).isEqualTo(straight);
    assertThat(straight.result().periodDays()).isEqualTo(30);
  }

  @Test
  void doublesEveryPartWhenRevenueDoubles() {
    Effects once = LogMeanDivisia.effects(total(1000, 20, 1500), total(1500, 24, 1700));
    Effects twice = LogMeanDivisia.effects(total(1000, 20, 3000), total(1500, 24, 3400));

    assertThat(twice.traffic()).isCloseTo(2 * once.traffic(), within(1e-9));
    assertThat(twice.orderValue()).isCloseTo(2 * once.orderValue(), within(1e-9));
  }

  @Test
  void saysThatNothingMovedWhenNothingMoved() {
    Table flat = Samples.daily(28, i -> "b,meta,c,n,1000,50,20,5,500,GBP");

    ExecutiveReport report = report(flat, Map.of());

    assertThat(report.reading()).startsWith("Revenue stayed at GBP 7000.00");
    assertThat(report.result().change()).isEqualByComparingTo("0");
  }

  @Test
  void refusesWithoutTwoPeriods() {
    Table short13 = Samples.daily(13, i -> "b,meta,c,n,1000,50,20,5,500,GBP");
    Table gap = Samples.daily(40, i -> "b,meta,c,n,1000,50,20,5,500,GBP");
    Table gappy =
        new Table(
            gap.name(),
            gap.columns(),
            gap.rows().stream().filter(row -> !row.get(0).equals("2026-01-10")).toList());

    assertThat(reasons(short13, Map.of()))
        .singleElement()
        .asString()
        .startsWith("two periods of at least 7 days are needed, 13 days");
    assertThat(reasons(Samples.kpi(), Map.of("period_days", "100")))
        .singleElement()
        .asString()
        .contains("give no two of 100");
    assertThat(reasons(gappy, Map.of())).singleElement().asString().contains("1 days are missing");
    assertThat(reasons(short13, Map.of("period", "7")))
        .singleElement()
        .asString()
        .contains("unknown");
    assertThat(((Refused) reporter.compute(Samples.inputs(null, null))).reasons()).hasSize(1);
    assertThat(
            ((Refused) reporter.compute(Samples.inputs(Samples.brief("quillstack"), Samples.kpi())))
                .reasons())
        .containsExactly("the history is of [tarnwell], the brief of quillstack");
  }

  private ExecutiveReport report(Table table, Map<String, String> settings) {
    return (ExecutiveReport)
        ((Answered) reporter.compute(Samples.inputs(null, table, settings))).output();
  }

  private List<String> reasons(Table table, Map<String, String> settings) {
    return ((Refused) reporter.compute(Samples.inputs(null, table, settings))).reasons();
  }

  private static ChannelTotal random(Random random) {
    int kind = random.nextInt(8);
    int clicks = kind == 0 ? 0 : 1 + random.nextInt(100_000);
    int conversions = kind <= 1 ? 0 : 1 + random.nextInt(clicks);
    double revenue = kind <= 2 ? 0 : random.nextInt(1_000_000) / 100.0;
    return total(clicks, conversions, revenue);
  }

  private static ChannelTotal total(long clicks, long conversions, double revenue) {
    return new ChannelTotal(
        "meta",
        clicks * 10,
        clicks,
        BigDecimal.ONE,
        BigDecimal.valueOf(conversions),
        BigDecimal.valueOf(revenue),
        null,
        null,
        null,
        null);
  }

  private static void numbers(JsonNode node, List<Double> into) {
    if (node.isNumber()) {
      into.add(node.doubleValue());
    }
    node.forEach(child -> numbers(child, into));
  }
}
