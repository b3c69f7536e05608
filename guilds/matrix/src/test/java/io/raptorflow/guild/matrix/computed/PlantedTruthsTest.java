package io.raptorflow.guild.matrix.computed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.raptorflow.agent.Computation;
import io.raptorflow.agent.Computation.Answered;
import io.raptorflow.agent.Computation.Refused;
import io.raptorflow.agent.Table;
import io.raptorflow.guild.matrix.output.Check;
import io.raptorflow.guild.matrix.output.CreativeFatigue;
import io.raptorflow.guild.matrix.output.Forecasts;
import io.raptorflow.guild.matrix.output.FunnelReport;
import io.raptorflow.guild.matrix.output.LeadScores;
import io.raptorflow.guild.matrix.output.MixModel;
import io.raptorflow.guild.matrix.output.PacingReport;
import io.raptorflow.guild.matrix.output.SearchDecay;
import io.raptorflow.guild.matrix.output.SentimentReport;
import io.raptorflow.guild.matrix.output.ShareOfVoice;
import io.raptorflow.guild.matrix.output.SurvivalReport;
import io.raptorflow.guild.matrix.output.TopicReport;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Agents on tables into which a truth was planted: they must find it, and nothing that is not
/// there.
class PlantedTruthsTest {

  private static <T extends Record> T answer(
      Computation agent, Table table, Map<String, String> settings, Class<T> type) {
    Computation.Result result = agent.compute(Samples.inputs(null, table, settings));
    assertThat(result).isInstanceOf(Answered.class);
    return type.cast(((Answered) result).output());
  }

  @Test
  void tellsADecayFromASeasonAndFromASteadyPage() {
    SearchDecay.Result result =
        answer(new SearchAnalyst(), Tables.searchDaily(450), Map.of(), SearchDecay.class).result();

    assertThat(result.decays())
        .singleElement()
        .satisfies(
            page -> {
              assertThat(page.page()).isEqualTo("/decay");
              assertThat(page.cause()).isEqualTo(SearchDecay.Cause.RANKING);
              assertThat(page.change()).isCloseTo(-0.7, within(1e-9));
              assertThat(page.trendZ()).isNegative();
            });
    assertThat(result.seasonal())
        .singleElement()
        .satisfies(page -> assertThat(page.page()).isEqualTo("/season"));
    assertThat(result.chances().getFirst().page()).isEqualTo("/decay");
  }

  @Test
  void saysThatASeasonCannotBeToldWithoutLastYear() {
    SearchDecay answer =
        answer(new SearchAnalyst(), Tables.searchDaily(100), Map.of(), SearchDecay.class);

    assertThat(answer.grounds().refusals()).anyMatch(r -> r.contains("season"));
  }

  @Test
  void findsTheWornAdTheDayItTurnedAndItsPace() {
    CreativeFatigue.Result result =
        answer(new FatigueMonitor(), Tables.creativeDaily(30), Map.of(), CreativeFatigue.class)
            .result();

    assertThat(result.ads().getFirst().status()).isEqualTo(CreativeFatigue.Status.FRESH);
    CreativeFatigue.Ad worn = result.ads().getLast();
    assertThat(worn.status()).isEqualTo(CreativeFatigue.Status.FATIGUED);
    assertThat(worn.turn()).isBetween("2025-01-16", "2025-01-18");
    assertThat(worn.dailyChange()).isCloseTo(-0.03, within(0.004));
    // 0.97^8 < 0.8: the third day in a row below the line is day 20.
    assertThat(worn.alarm()).isEqualTo("2025-01-26");
  }

  @Test
  void findsTheLeakAndItsValue() {
    FunnelReport.Result result =
        answer(
                new FunnelAnalyst(),
                Tables.funnel(),
                Map.of("value_per_user", "50"),
                FunnelReport.class)
            .result();

    assertThat(result.steps())
        .extracting(FunnelReport.Step::step)
        .containsExactly("1 visit", "2 basket", "3 order");
    assertThat(result.steps().get(1).rate()).isCloseTo(0.2, within(1e-12));
    assertThat(result.biggestLeak()).isEqualTo("2 basket");
    // 8,960 visits without a basket; one in two baskets is ordered.
    assertThat(result.steps().get(1).leak()).isCloseTo(4_480, within(1e-6));
    assertThat(result.steps().get(1).leakValue()).isCloseTo(224_000, within(1e-3));
    assertThat(result.paradoxes()).isEmpty();
  }

  @Test
  void seesSimpsonsParadox() {
    // Both segments fall from the first half to the second, the whole rises with the mix.
    Table table =
        Table.csv(
            "funnel",
            "date,step,users,segment\n"
                + "2026-01-01,1 visit,900,mobile\n2026-01-01,2 order,90,mobile\n"
                + "2026-01-01,1 visit,100,desktop\n2026-01-01,2 order,40,desktop\n"
                + "2026-01-02,1 visit,100,mobile\n2026-01-02,2 order,8,mobile\n"
                + "2026-01-02,1 visit,900,desktop\n2026-01-02,2 order,315,desktop\n");

    FunnelReport.Result result =
        answer(new FunnelAnalyst(), table, Map.of(), FunnelReport.class).result();

    assertThat(result.paradoxes())
        .containsExactly("2 order rises as a whole and falls in every segment");
  }

  @Test
  void hearsTheLeakingValveInTheRightSourceAndMonth() {
    SentimentReport.Result result =
        answer(new SentimentAnalyst(), Tables.texts(400), Map.of(), SentimentReport.class).result();

    assertThat(result.sources())
        .extracting(SentimentReport.Source::source)
        .containsExactly("forum", "shop");
    assertThat(result.sources())
        .allSatisfy(
            s -> {
              assertThat(s.positive() + s.neutral() + s.negative()).isCloseTo(1, within(1e-12));
              assertThat(s.ratingCorrelation()).isGreaterThan(0.6);
              assertThat(s.negative()).isBetween(s.negativeLow(), s.negativeHigh());
            });
  }

  @Test
  void doesNotJudgeALanguageItDoesNotKnow() {
    Table texts = Tables.texts(60);
    Table german = Tables.with(texts, 0, "lang", "de-DE");

    SentimentReport answer =
        answer(new SentimentAnalyst(), german, Map.of(), SentimentReport.class);

    assertThat(answer.result().unread()).isEqualTo(1);
    assertThat(answer.grounds().refusals()).anyMatch(r -> r.contains("1 texts in 'de'"));
  }

  @Test
  void findsTheWordThatIsNewAndTheWeekItBrokeOut() {
    TopicReport.Result result =
        answer(new TopicAnalyst(), Tables.texts(600), Map.of(), TopicReport.class).result();

    assertThat(result.rising()).extracting(TopicReport.Term::term).contains("leaking", "valve");
    assertThat(result.falling()).extracting(TopicReport.Term::term).doesNotContain("leaking");
    assertThat(result.bursts()).extracting(TopicReport.Burst::term).contains("leaking");
    assertThat(result.topics()).isNotEmpty();
  }

  @Test
  void sharesVoiceAsWorkedByHand() {
    ShareOfVoice.Result result =
        answer(
                new VoiceAnalyst(),
                Tables.mentions(20),
                Map.of("market_share.tarnwell", "35"),
                ShareOfVoice.class)
            .result();

    assertThat(result.hhi()).isCloseTo(3_000, within(1e-9));
    ShareOfVoice.Brand own =
        result.brands().stream()
            .filter(b -> b.brand().equals("tarnwell"))
            .findFirst()
            .orElseThrow();
    assertThat(own.share()).isEqualTo(40);
    assertThat(own.excess()).isEqualTo(5);
    assertThat(own.low()).isLessThan(40);
    assertThat(own.high()).isGreaterThan(40);
  }

  @Test
  void comparesTheArmsOfTheLeukaemiaTrial() {
    SurvivalReport.Result result =
        answer(
                new SurvivalAnalyst(),
                Tables.survival(1),
                Map.of("events_min", "10"),
                SurvivalReport.class)
            .result();

    assertThat(result.logRankChi2()).isCloseTo(3.396388698977602, within(1e-9));
    assertThat(result.groups().getFirst().median()).isEqualTo(31);
    assertThat(result.groups().getLast().median()).isEqualTo(23);
    // The larger group, without upkeep, is the reference; the maintained leave later.
    assertThat(result.drivers())
        .singleElement()
        .satisfies(h -> assertThat(h.oddsRatio()).isLessThan(1));
  }

  @Test
  void findsTheEchoThatWasPlantedInSales() {
    MixModel.Result result =
        answer(new MixModeller(), Tables.spendWeekly(156), Map.of(), MixModel.class).result();

    MixModel.Channel search = result.channels().getFirst();
    MixModel.Channel tv = result.channels().getLast();
    assertThat(tv.theta()).isCloseTo(0.5, within(0.05));
    assertThat(search.theta()).isCloseTo(0.1, within(0.1));
    assertThat(tv.roas()).isBetween(tv.low(), tv.high());
    assertThat(result.baseline() + search.contribution() + tv.contribution())
        .isCloseTo(result.sales(), within(1e-6 * result.sales()));
  }

  @Test
  void scoresLeadsByWhatWasPlantedAndNotByAge() {
    LeadScores.Result result =
        answer(new LeadScorer(), Tables.leads(800), Map.of(), LeadScores.class).result();

    assertThat(result.excluded()).anyMatch(column -> column.startsWith("age:"));
    assertThat(result.drivers().subList(0, 2))
        .extracting(LeadScores.Driver::driver)
        .containsExactlyInAnyOrder("visits", "industry = farming");
    assertThat(result.auc()).isGreaterThan(0.75);
    assertThat(result.brier()).isLessThan(result.brierBase());
    assertThat(result.calibration()).isEqualTo("Platt");
  }

  @Test
  void separatesLeadsThatCanBeSeparated() {
    StringBuilder csv = new StringBuilder("lead_id,created,source,visits,won\n");
    for (int i = 0; i < 240; i++) {
      csv.append("L%03d,2026-01-01,x,%d,%d\n".formatted(i, i % 2 == 0 ? 1 : 9, i % 2));
    }

    LeadScores.Result result =
        answer(new LeadScorer(), Table.csv("leads", csv.toString()), Map.of(), LeadScores.class)
            .result();

    assertThat(result.auc()).isEqualTo(1);
  }

  @Test
  void pacesAFlightAndPlansItToTheLastCoin() {
    PacingReport.Result plan = pace(Samples.kpi());

    assertThat(plan.alarm()).isEqualTo(PacingReport.Alarm.NOT_BEGUN);
    assertThat(plan.plan().getLast().cumulative()).isEqualByComparingTo(plan.budget());
    assertThat(plan.budget()).isEqualByComparingTo(new BigDecimal("46800"));
    assertThat(plan.weekdayShares().stream().mapToDouble(Double::doubleValue).sum())
        .isCloseTo(1, within(1e-12));
  }

  @Test
  void acceleratesAndBrakesByTheIndex() {
    // 92 days, 46,800 to spend: an even day is 508.70.
    assertThat(pace(flight(10, 610)).alarm()).isEqualTo(PacingReport.Alarm.WATCH);
    assertThat(pace(flight(10, 510)).alarm()).isEqualTo(PacingReport.Alarm.ON_PACE);
    PacingReport.Result slow = pace(flight(10, 300));
    assertThat(slow.alarm()).isEqualTo(PacingReport.Alarm.ACT);
    assertThat(slow.index()).isCloseTo(300 * 92 / 46_800.0, within(1e-9));
    assertThat(slow.neededPerDay()).isEqualByComparingTo("534.15");
    assertThat(pace(flight(2, 300)).alarm()).isEqualTo(PacingReport.Alarm.TOO_EARLY);
  }

  private static PacingReport.Result pace(Table table) {
    Computation.Result result =
        new PacingController().compute(Samples.inputs(Samples.brief("tarnwell"), table));
    assertThat(result).isInstanceOf(Answered.class);
    return ((PacingReport) ((Answered) result).output()).result();
  }

  private static Table flight(int days, int spend) {
    StringBuilder csv = new StringBuilder(Samples.HEADER).append('\n');
    for (int d = 0; d < days; d++) {
      csv.append(
          "%s,tarnwell,meta,m,Meta,100,10,%d,1,50,GBP\n"
              .formatted(LocalDate.of(2027, 3, 1).plusDays(d), spend));
    }
    return Table.csv("kpi_daily", csv.toString());
  }

  @Test
  void goesOnWithoutTheRevenueOfAnExportThatHasNone() {
    Table unpriced =
        Table.csv(
            "kpi_daily",
            Samples.text("kpi_daily.csv")
                .replaceAll("(?m)^(.*,linkedin,.*),[0-9.]+,GBP$", "$1,,GBP"));
    Table half = Tables.with(Samples.kpi(), 2, "revenue", "");

    Forecasts answer = answer(new Forecaster(), unpriced, Map.of(), Forecasts.class);
    Computation.Result report = new ExecutiveReporter().compute(Samples.inputs(null, unpriced));
    Computation.Result broken = new Forecaster().compute(Samples.inputs(null, half));

    assertThat(answer.grounds().refusals()).anyMatch(r -> r.startsWith("linkedin: revenue"));
    assertThat(answer.result().series())
        .extracting(Forecasts.Series::name)
        .contains("linkedin.clicks")
        .doesNotContain("linkedin.revenue");
    assertThat(((Refused) report).reasons().getFirst()).contains("linkedin is unknown");
    assertThat(((Refused) broken).reasons().getFirst()).contains("row 4, revenue ''");
  }

  @Test
  void refusesTwoCurrenciesAndARepeatedOrder() {
    Table orders = Tables.file("orders");
    Map<Table, String> wrong = new HashMap<>();
    wrong.put(Tables.with(orders, 5, "currency", "EUR"), "mixes the currencies");
    wrong.put(Tables.with(orders, 5, "order_id", "O00310"), "O00310");
    wrong.put(Tables.with(orders, 5, "amount", "-5"), "row 7, amount '-5'");
    wrong.put(Tables.with(orders, 5, "amount", ""), "unknown");

    wrong.forEach(
        (table, told) -> {
          Computation.Result result = new RfmAnalyst().compute(Samples.inputs(null, table));
          assertThat(((Refused) result).reasons())
              .anySatisfy(reason -> assertThat(reason).contains(told));
        });
  }

  @Test
  void putsOverlappingSpendsInDoubt() {
    StringBuilder csv = new StringBuilder("week_start,channel,spend,sales\n");
    for (int t = 0; t < 110; t++) {
      var week = LocalDate.of(2024, 1, 1).plusWeeks(t);
      int spend = 10 + (t * 37) % 90;
      csv.append("%s,a,%d,%d\n".formatted(week, spend, 500 + 3 * spend));
      csv.append("%s,b,%d,%d\n".formatted(week, 2 * spend, 500 + 3 * spend));
    }

    MixModel answer =
        answer(
            new MixModeller(), Table.csv("spend_weekly", csv.toString()), Map.of(), MixModel.class);

    assertThat(answer.grounds().assumptionChecks())
        .anySatisfy(
            check -> {
              assertThat(check.assumption()).startsWith("spends move apart");
              assertThat(check.verdict()).isEqualTo(Check.Verdict.DOUBTFUL);
            });
  }
}
