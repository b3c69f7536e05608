package io.raptorflow.guild.matrix.computed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.raptorflow.agent.Computation.Answered;
import io.raptorflow.agent.Computation.Refused;
import io.raptorflow.agent.Table;
import io.raptorflow.campaign.BrandBrief;
import io.raptorflow.guild.matrix.output.BudgetSplit;
import io.raptorflow.guild.matrix.output.BudgetSplit.Basis;
import io.raptorflow.guild.matrix.output.BudgetSplit.Confidence;
import io.raptorflow.guild.matrix.output.BudgetSplit.Line;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class BudgetAllocatorTest {
  private final BudgetAllocator allocator = new BudgetAllocator();

  /// Source: closed form of the concave case, vector `budget_allocation_concave`.
  @Test
  void equalizesTheMarginalValueOfThreeCurves() {
    JsonNode vector = Samples.vector("budget_allocation_concave");
    double[] beta = Samples.doubles(vector.path("beta"));
    double[] half = Samples.doubles(vector.path("half_sat"));
    List<ConcaveAllocation.Curve> curves =
        IntStream.range(0, 3)
            .mapToObj(i -> new ConcaveAllocation.Curve(beta[i], half[i], 0, 1_000))
            .toList();

    double[] x = ConcaveAllocation.split(curves, vector.path("budget").doubleValue());

    assertThat(x).containsExactly(Samples.doubles(vector.path("x")), within(5e-5));
    assertThat(IntStream.range(0, 3).mapToDouble(i -> curves.get(i).at(x[i])).sum())
        .isCloseTo(vector.path("objective").doubleValue(), within(1e-6));
    for (int i = 0; i < 3; i++) {
      assertThat(curves.get(i).marginal(x[i]))
          .isCloseTo(vector.path("marginal").doubleValue(), within(1e-6));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15})
  void keepsFloorsAndCapsOfRandomCurvesAndTakesNoMoneyBackWhenThereIsMore(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      List<ConcaveAllocation.Curve> curves = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(6); i++) {
        double floor = random.nextDouble() * 10;
        curves.add(
            new ConcaveAllocation.Curve(
                random.nextInt(4) == 0 ? 0 : random.nextDouble() * 100,
                0.1 + random.nextDouble() * 50,
                floor,
                floor + random.nextDouble() * 50));
      }
      double budget = random.nextDouble() * 200;

      double[] less = ConcaveAllocation.split(curves, budget);
      double[] more = ConcaveAllocation.split(curves, budget * 1.1);

      double floors = curves.stream().mapToDouble(ConcaveAllocation.Curve::floor).sum();
      double most = curves.stream().mapToDouble(c -> c.beta() == 0 ? c.floor() : c.cap()).sum();
      assertThat(Arrays.stream(less).sum())
          .isCloseTo(Math.clamp(budget, floors, most), within(1e-6));
      for (int i = 0; i < less.length; i++) {
        assertThat(less[i]).isBetween(curves.get(i).floor(), curves.get(i).cap());
        assertThat(more[i]).isGreaterThanOrEqualTo(less[i] - 1e-9);
      }
    }
  }

  @Test
  void recoversAPlantedCurve() {
    double[] spend = IntStream.range(0, 120).mapToDouble(i -> 20 + 7 * (i % 40)).toArray();
    double[] conversions = Arrays.stream(spend).map(x -> 50 * x / (x + 90)).toArray();

    ResponseCurve fit = ResponseCurve.fit(spend, conversions);

    assertThat(fit.beta()).isCloseTo(50, within(1e-4));
    assertThat(fit.half()).isCloseTo(90, within(1e-3));
    assertThat(fit.saturation()).isEqualTo(ResponseCurve.Saturation.SEEN);
  }

  @Test
  void saysWhenALineShowsNoSaturation() {
    double[] spend = IntStream.range(1, 60).mapToDouble(i -> i).toArray();
    double[] conversions = Arrays.stream(spend).map(x -> 0.1 * x).toArray();

    ResponseCurve fit = ResponseCurve.fit(spend, conversions);

    assertThat(fit.saturation()).isEqualTo(ResponseCurve.Saturation.NOT_SEEN);
  }

  @Test
  void splitsTheSampleToTheLastPennyAndDoesNotFloodEmail() {
    BrandBrief brief = Samples.brief("tarnwell");

    BudgetSplit split = split(brief, Samples.kpi());

    BudgetSplit.Result result = split.result();
    assertThat(result.available()).isEqualByComparingTo("46800");
    assertThat(result.testReserve()).isEqualByComparingTo("5200");
    assertThat(sum(result)).isEqualByComparingTo(result.available());
    assertThat(line(split, "google_search").amount()).isGreaterThanOrEqualTo(new BigDecimal(8000));
    assertThat(line(split, "google_search").basis()).isEqualTo(Basis.RESPONSE_CURVE);
    assertThat(line(split, "email").basis()).isEqualTo(Basis.CAPACITY);
    assertThat(line(split, "email").amount()).isLessThan(new BigDecimal(1000));
    assertThat(line(split, "seo").amount()).isEqualByComparingTo("0");
    assertThat(line(split, "pmax").confidence()).isEqualTo(Confidence.LOW);
    assertThat(line(split, "pmax").expected()).isNull();
    assertThat(result.channels()).extracting(Line::channel).doesNotContain("tiktok", "linkedin");
    assertThat(line(split, "meta").confidence()).isEqualTo(Confidence.MEDIUM);
  }

  /// 46,800 for 900 purchases is 52 each; the brief's guardrail of 48 is stricter.
  @Test
  void saysWhatAConversionMayCost() {
    BudgetSplit split = split(Samples.brief("tarnwell"), Samples.kpi());

    BudgetSplit.Feasibility feasibility = split.result().feasibility();
    assertThat(feasibility.moneyPerTarget()).isEqualByComparingTo("52.00");
    assertThat(feasibility.guardrailCpa()).isEqualByComparingTo("48");
    assertThat(feasibility.allowedCpa()).isLessThanOrEqualTo(new BigDecimal("48"));
    assertThat(feasibility.expected()).isNotNull();
    assertThat(feasibility.owned()).isNotNull();
    assertThat(feasibility.verdict()).contains("paid channels with history bring", "owned");
  }

  @Test
  void sharesEquallyWithoutHistoryAndSaysSo() {
    BrandBrief brief = Samples.brief("quillstack");

    Answered answered = (Answered) allocator.compute(Samples.inputs(brief, null));

    BudgetSplit split = (BudgetSplit) answered.output();
    assertThat(line(split, "linkedin").amount()).isEqualByComparingTo("27200.00");
    assertThat(line(split, "google_search").amount()).isEqualByComparingTo("27200.00");
    assertThat(line(split, "webinar").amount()).isEqualByComparingTo("0");
    assertThat(split.result().channels())
        .allSatisfy(line -> assertThat(line.basis()).isEqualTo(Basis.UNPROVEN));
    assertThat(split.dataWindow()).isNull();
    assertThat(answered.caveats()).singleElement().asString().contains("linkedin, google_search");
    assertThat(split.result().feasibility().allowedCpa()).isEqualByComparingTo("420");
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24})
  void keepsEveryFloorAndCapOfRandomBriefsToTheLastCoin(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 15; round++) {
      int total = 1 + random.nextInt(200_000);
      int floor = random.nextInt(total / 2 + 1);
      int cap = floor + random.nextInt(total);
      int metaCap = random.nextInt(total + 1);
      String money =
          "{\"total\": %d.%02d, \"currency\": \"GBP\", \"floor\": {\"google_search\": %d}, \"cap\": {\"google_search\": %d, \"meta\": %d, \"email\": 100}, \"test_reserve_pct\": %d.5}"
              .formatted(total, random.nextInt(100), floor, cap, metaCap, random.nextInt(40));
      BrandBrief brief =
          Samples.brief(
              "tarnwell",
              text ->
                  text.replaceFirst(
                      "(?s)\"budget\": \\{.*?\\},\\s*\"channels_allowed\"",
                      "\"budget\": " + money + ", \"channels_allowed\""));

      BudgetSplit split = split(brief, random.nextBoolean() ? Samples.kpi() : null);

      BudgetSplit.Result result = split.result();
      assertThat(sum(result).add(result.unallocated())).isEqualByComparingTo(result.available());
      assertThat(result.available().add(result.testReserve())).isEqualByComparingTo(result.total());
      assertThat(result.unallocated()).isNotNegative();
      for (Line line : result.channels()) {
        assertThat(line.amount())
            .isGreaterThanOrEqualTo(
                brief.budget().floor().getOrDefault(line.channel(), BigDecimal.ZERO))
            .isLessThanOrEqualTo(
                brief.budget().cap().getOrDefault(line.channel(), result.available()));
      }
    }
  }

  @Test
  void doesNotCareForTheOrderOfRows() {
    BrandBrief brief = Samples.brief("tarnwell");

    BudgetSplit straight = split(brief, Samples.kpi());
    BudgetSplit shuffled = split(brief, Samples.shuffled(Samples.kpi(), 5));

    assertThat(shuffled).isEqualTo(straight);
  }

  @Test
  void leavesAHistoryOfAnotherCurrencyOrBrandAside() {
    BrandBrief quillstack = Samples.brief("quillstack");
    Table other = Samples.daily(60, i -> "tarnwell,linkedin,c,n,900,90," + (40 + i) + ",9,900,USD");

    BudgetSplit byCurrency = split(quillstack, Samples.kpi());
    BudgetSplit byBrand = split(quillstack, other);

    assertThat(byCurrency.refusals()).singleElement().asString().contains("in GBP");
    assertThat(byBrand.refusals()).singleElement().asString().contains("of [tarnwell]");
    assertThat(byBrand.n()).isZero();
  }

  @Test
  void explainsWhyAChannelHasNoCurve() {
    Table two = Samples.daily(60, i -> "quillstack,linkedin,c,n,900,90,40,9,900,USD");

    BudgetSplit split = split(Samples.brief("quillstack"), two);

    assertThat(line(split, "linkedin").reason()).startsWith("has 1 different daily spends");
    assertThat(line(split, "google_search").reason()).startsWith("the history has no rows of it");
  }

  @Test
  void refusesWithoutBriefAndWithFloorsOverTheMoney() {
    BrandBrief tight =
        Samples.brief(
            "tarnwell",
            text -> text.replace("\"google_search\": 8000", "\"google_search\": 47000"));

    assertThat(allocator.compute(Samples.inputs(null, Samples.kpi()))).isInstanceOf(Refused.class);
    assertThat(((Refused) allocator.compute(Samples.inputs(tight, null))).reasons())
        .singleElement()
        .asString()
        .startsWith("floors add up to 47000.00 GBP, only 46800.00 are left");
    BrandBrief endless =
        Samples.brief(
            "tarnwell", text -> text.replace("\"total\": 52000", "\"total\": 2000000000000"));
    assertThat(((Refused) allocator.compute(Samples.inputs(endless, null))).reasons())
        .singleElement()
        .asString()
        .startsWith("budget.total must be at most");
    assertThat(allocator.compute(Samples.inputs(tight, null, Map.of("unproven_share", "2"))))
        .isInstanceOf(Refused.class);
  }

  private BudgetSplit split(BrandBrief brief, @org.jspecify.annotations.Nullable Table table) {
    return (BudgetSplit) ((Answered) allocator.compute(Samples.inputs(brief, table))).output();
  }

  private static Line line(BudgetSplit split, String channel) {
    return split.result().channels().stream()
        .filter(line -> line.channel().equals(channel))
        .findFirst()
        .orElseThrow();
  }

  private static BigDecimal sum(BudgetSplit.Result result) {
    return result.channels().stream().map(Line::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
