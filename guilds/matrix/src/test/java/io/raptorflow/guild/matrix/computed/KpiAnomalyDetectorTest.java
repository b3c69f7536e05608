package io.raptorflow.guild.matrix.computed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.raptorflow.agent.Computation.Answered;
import io.raptorflow.agent.Computation.Refused;
import io.raptorflow.agent.Computation.Result;
import io.raptorflow.agent.Table;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.guild.matrix.output.ChannelTotal;
import io.raptorflow.guild.matrix.output.KpiAnomalies;
import io.raptorflow.guild.matrix.output.KpiAnomalies.Anomaly;
import io.raptorflow.guild.matrix.output.KpiAnomalies.Direction;
import io.raptorflow.guild.matrix.output.KpiAnomalies.Shift;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Known answers: the planted events of the sample table, in `kpi_daily.expected.json`.
class KpiAnomalyDetectorTest {
  private final KpiAnomalyDetector detector = new KpiAnomalyDetector();
  private final JsonNode expected = CanonicalJson.read(Samples.text("kpi_daily.expected.json"));

  @Test
  void findsThePlantedSpikesAndNothingElse() {
    KpiAnomalies answer = answer(Samples.kpi(), Map.of());

    for (Map.Entry<String, JsonNode> series : expected.path("expected_anomalies").properties()) {
      assertThat(datesOf(answer, series.getKey()))
          .as(series.getKey())
          .isEqualTo(series.getValue().valueStream().map(JsonNode::asString).toList());
    }
    assertThat(answer.result().anomalies())
        .extracting(Anomaly::series)
        .containsExactly("google_search.clicks", "meta.cpc");
    assertThat(answer.result().anomalies())
        .extracting(Anomaly::direction)
        .containsExactly(Direction.DOWN, Direction.UP);
    assertThat(answer.result().seriesChecked()).hasSize(16);
    assertThat(answer.refusals()).isEmpty();
  }

  @Test
  void raisesTheShiftOfTheConversionRateOnTheThirdDay() {
    JsonNode cusum = expected.path("cusum_email_cvr");

    KpiAnomalies answer = answer(Samples.kpi(), Map.of());

    assertThat(answer.result().shifts()).hasSize(1);
    Shift shift = answer.result().shifts().getFirst();
    assertThat(shift.series()).isEqualTo("email.cvr");
    assertThat(shift.alarm()).hasToString(cusum.path("first_alarm").asString());
    assertThat(shift.direction()).isEqualTo(Direction.DOWN);
    assertThat(shift.baselineMean())
        .isCloseTo(cusum.path("baseline_mean").doubleValue(), within(1e-12));
    assertThat(shift.baselineSd())
        .isCloseTo(cusum.path("baseline_sd").doubleValue(), within(1e-12));
    assertThat(shift.change()).isBetween(-0.45, -0.25);
  }

  @Test
  void addsUpChannelsExactly() {
    KpiAnomalies answer = answer(Samples.kpi(), Map.of());

    assertThat(answer.result().totals()).hasSize(4);
    for (ChannelTotal total : answer.result().totals()) {
      JsonNode sums = expected.path("totals_by_channel").path(total.channel());
      assertThat(total.impressions()).isEqualTo(sums.path("impressions").longValue());
      assertThat(total.clicks()).isEqualTo(sums.path("clicks").longValue());
      assertThat(total.cost()).isEqualByComparingTo(sums.path("cost").decimalValue());
      assertThat(total.conversions()).isEqualByComparingTo(sums.path("conversions").decimalValue());
      assertThat(total.revenue()).isEqualByComparingTo(sums.path("revenue").decimalValue());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void doesNotCareForTheOrderOfRows(long seed) {
    Table shuffled = Samples.shuffled(Samples.kpi(), seed);

    assertThat(answer(shuffled, Map.of())).isEqualTo(answer(Samples.kpi(), Map.of()));
  }

  @Test
  void findsTheSameDaysWhenAllCountsAreTenfold() {
    Table table = Samples.kpi();
    List<List<String>> rows =
        table.rows().stream()
            .map(
                row -> {
                  List<String> tenfold = new java.util.ArrayList<>(row);
                  for (String column : List.of("impressions", "clicks", "cost", "conversions")) {
                    int at = table.column(column).orElseThrow();
                    tenfold.set(
                        at, new BigDecimal(row.get(at)).multiply(BigDecimal.TEN).toPlainString());
                  }
                  return List.copyOf(tenfold);
                })
            .toList();

    KpiAnomalies answer = answer(new Table(table.name(), table.columns(), rows), Map.of());

    assertThat(answer.result().anomalies())
        .extracting(Anomaly::date)
        .containsExactly(LocalDate.of(2026, 5, 14), LocalDate.of(2026, 6, 20));
    assertThat(answer.result().shifts()).hasSize(1);
  }

  @Test
  void refusesBelow8Weeks() {
    Table short55 = Samples.daily(55, i -> "b,meta,c,n," + (900 + i % 7) + ",90,45.10,9,900,GBP");

    Result result = detector.compute(Samples.inputs(null, short55));

    assertThat(((Refused) result).reasons())
        .containsExactly("meta: has 55 days, at least 56 (8 weeks) are needed");
  }

  @Test
  void judgesTheRestWhenOneChannelHasAGap() {
    Table table = Samples.kpi();
    List<List<String>> rows =
        table.rows().stream()
            .filter(row -> !(row.get(0).equals("2026-04-01") && row.get(2).equals("meta")))
            .toList();

    KpiAnomalies answer = answer(new Table(table.name(), table.columns(), rows), Map.of());

    assertThat(answer.refusals())
        .containsExactly(
            "meta: 1 days are missing, the first is 2026-04-01; a missing day is not zero");
    assertThat(answer.result().anomalies())
        .extracting(Anomaly::series)
        .containsExactly("google_search.clicks");
  }

  @Test
  void namesSeriesThatHaveNoSpreadOrNoClicks() {
    Table flat = Samples.daily(100, i -> "b,meta,c,n,1000," + (i == 9 ? 0 : 50) + ",20,5,500,GBP");

    KpiAnomalies answer = answer(flat, Map.of());

    assertThat(answer.refusals())
        .containsExactly(
            "meta.cpc: undefined on 2026-01-10, no clicks",
            "meta.cvr: undefined on 2026-01-10, no clicks");
    assertThat(answer.result().anomalies())
        .extracting(Anomaly::series)
        .containsExactly("meta.clicks");
    assertThat(answer.assumptionChecks().get(1).detail()).contains("meta.conversions");
  }

  @Test
  void refusesWhatItDoesNotUnderstand() {
    assertThat(reasons(Samples.kpi(), Map.of("alfa", "0.1")))
        .singleElement()
        .asString()
        .startsWith("setting alfa is unknown");
    assertThat(reasons(Samples.kpi(), Map.of("alpha", "much")))
        .singleElement()
        .asString()
        .contains("alpha must be a number");
    assertThat(reasons(Samples.kpi(), Map.of("stl_seasonal_window", "36")))
        .singleElement()
        .asString()
        .contains("must be odd");
    assertThat(reasons(null, Map.of()))
        .containsExactly("table kpi_daily is needed and was not given");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "b,meta,c,n,100,10,-1,1,10,GBP",
        "b,meta,c,n,100,10,,1,10,GBP",
        "b,meta,c,n,100,1.5,1,1,10,GBP",
        "b,meta,c,n,100,10,1e999999,1,10,GBP",
        "b,meta,c,n,9999999999999999999999,10,1,1,10,GBP",
        "b,meta,c,n,100,10,1,1,10,",
        "b,,c,n,100,10,1,1,10,GBP"
      })
  void refusesABrokenCell(String row) {
    Table table = Samples.daily(60, i -> i == 30 ? row : "b,meta,c,n,100,10,1,1,10,GBP");

    assertThat(reasons(table, Map.of()))
        .singleElement()
        .asString()
        .startsWith("table kpi_daily, row 32");
  }

  @Test
  void refusesMixedCurrenciesAndRepeatedDays() {
    Table mixed = Samples.daily(60, i -> "b,meta,c,n,100,10,1,1,10," + (i == 3 ? "EUR" : "GBP"));
    Table repeated =
        Table.csv(
            "kpi_daily",
            Samples.HEADER
                + "\n2026-01-01,b,meta,c,n,9,1,1,1,1,GBP\n2026-01-01,b,meta,c,n,9,1,1,1,1,GBP");

    assertThat(reasons(mixed, Map.of()))
        .containsExactly("table kpi_daily mixes the currencies [EUR, GBP], must be one");
    assertThat(reasons(repeated, Map.of())).singleElement().asString().contains("repeats a day");
    assertThat(reasons(Table.csv("kpi_daily", "date,clicks\n"), Map.of()))
        .singleElement()
        .asString()
        .contains("lacks the columns");
  }

  private KpiAnomalies answer(Table table, Map<String, String> settings) {
    return (KpiAnomalies)
        ((Answered) detector.compute(Samples.inputs(null, table, settings))).output();
  }

  private List<String> reasons(
      @org.jspecify.annotations.Nullable Table table, Map<String, String> settings) {
    return ((Refused) detector.compute(Samples.inputs(null, table, settings))).reasons();
  }

  private static List<String> datesOf(KpiAnomalies answer, String series) {
    return answer.result().anomalies().stream()
        .filter(anomaly -> anomaly.series().equals(series))
        .map(anomaly -> anomaly.date().toString())
        .toList();
  }
}
