package io.raptorflow.guild.matrix.computed;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.agent.Computation;
import io.raptorflow.agent.Table;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.guild.matrix.MatrixGuild;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// What every agent of the guild promises, held against each that lives on a table. MTX-006 and
/// MTX-008 live on the brief and are held to it in tests of their own.
class ContractTest {

  /// One agent with data that carry an answer and data that do not.
  ///
  /// @param brief name of a sample brief, or null
  /// @param least what the refusal of `poor` speaks of
  record Case(
      String id,
      @Nullable String brief,
      Table rich,
      Table poor,
      String least,
      Map<String, String> settings,
      String date) {
    @Override
    public String toString() {
      return id;
    }
  }

  static Stream<Case> agents() {
    Table kpi = Samples.kpi();
    Table tests = Tables.file("ab_tests");
    Table orders = Tables.file("orders");
    Table many = Tables.orders(600);
    return Stream.of(
        of("MTX-001", null, kpi, Tables.head(kpi, 200), "at least 56", "date"),
        of("MTX-002", null, kpi, Tables.head(kpi, 100), "two seasons", "date"),
        of("MTX-003", null, tests, Tables.head(tests, 1), "one variant", ""),
        of("MTX-004", null, tests, small(tests), "at least 100", ""),
        of("MTX-005", null, Tables.journeys(), Tables.file("journeys"), "at least 300", ""),
        of("MTX-007", null, Tables.spendWeekly(120), Tables.spendWeekly(100), "104", "week_start"),
        of("MTX-009", null, Tables.survival(2), Tables.survival(1), "at least 30", "start"),
        of("MTX-010", null, many, orders, "at least 500", "order_date"),
        of("MTX-011", null, orders, Tables.head(orders, 30), "at least 50", "order_date"),
        of("MTX-012", null, orders, Tables.head(orders, 3), "at least 3", "order_date"),
        of("MTX-013", null, Tables.funnel(), Tables.head(Tables.funnel(), 1), "one step", "date"),
        of("MTX-014", null, Tables.texts(80), Tables.texts(20), "at least 30", "date"),
        of("MTX-015", null, Tables.mentions(20), Tables.mentions(9), "at least 100", "date"),
        of("MTX-016", null, Tables.texts(400), Tables.texts(150), "at least 200", "date"),
        of("MTX-017", null, Tables.searchDaily(450), Tables.searchDaily(50), "56", "date"),
        of("MTX-018", null, Tables.leads(400), Tables.leads(150), "at least 200", "created"),
        of("MTX-019", null, Tables.creativeDaily(30), Tables.creativeDaily(13), "14", "date"),
        of("MTX-020", "tarnwell", kpi, Tables.head(kpi, 40), "two periods", "date"));
  }

  private static Table small(Table tests) {
    return Tables.with(
        Tables.with(Tables.head(tests, 2), 0, "visitors", "99"), 0, "conversions", "9");
  }

  private static Case of(
      String id, @Nullable String brief, Table rich, Table poor, String least, String date) {
    return new Case(id, brief, rich, poor, least, Map.of(), date);
  }

  private static Computation.Result run(Case agent, Table table, Map<String, String> settings) {
    return MatrixGuild.kit().computations().entrySet().stream()
        .filter(entry -> entry.getKey().value().equals(agent.id()))
        .findFirst()
        .orElseThrow()
        .getValue()
        .compute(
            Samples.inputs(
                agent.brief() == null ? null : Samples.brief(agent.brief()), table, settings));
  }

  private static JsonNode answer(Case agent, Table table) {
    Computation.Result result = run(agent, table, agent.settings());
    assertThat(result).as(agent.id()).isInstanceOf(Computation.Answered.class);
    return CanonicalJson.read(CanonicalJson.write(((Computation.Answered) result).output()));
  }

  @ParameterizedTest
  @MethodSource("agents")
  void answersWithEveryPartOfTheContract(Case agent) {
    JsonNode answer = answer(agent, agent.rich());

    assertThat(answer.propertyNames())
        .contains(
            "method",
            "settings",
            "dataWindow",
            "n",
            "result",
            "uncertainty",
            "assumptionChecks",
            "refusals",
            "inputHash");
    assertThat(answer.path("inputHash").asString()).matches("[0-9a-f]{64}");
    assertThat(answer.path("n").intValue()).isEqualTo(agent.rich().rows().size());
    assertThat(answer.path("assumptionChecks")).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("agents")
  void givesTheSameDigitsForEveryOrderOfRows(Case agent) {
    JsonNode once = answer(agent, agent.rich());
    JsonNode again = answer(agent, Samples.shuffled(agent.rich(), 3));

    assertThat(again).isEqualTo(once);
  }

  @ParameterizedTest
  @MethodSource("agents")
  void refusesBelowItsLeastData(Case agent) {
    Computation.Result result = run(agent, agent.poor(), agent.settings());

    assertThat(result).isInstanceOf(Computation.Refused.class);
    assertThat(((Computation.Refused) result).reasons())
        .anySatisfy(reason -> assertThat(reason).contains(agent.least()));
  }

  @ParameterizedTest
  @MethodSource("agents")
  void refusesASettingThatItDoesNotKnow(Case agent) {
    Computation.Result result = run(agent, agent.rich(), Map.of("colour", "red"));

    assertThat(result).isInstanceOf(Computation.Refused.class);
    assertThat(((Computation.Refused) result).reasons())
        .anySatisfy(reason -> assertThat(reason).contains("colour"));
  }

  static Stream<Case> agentsWithDates() {
    return agents().filter(agent -> !agent.date().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("agentsWithDates")
  void namesTheRowOfADateThatIsNone(Case agent) {
    for (String wrong : List.of("1899-12-30", "31.12.2025", "")) {
      Computation.Result result =
          run(agent, Tables.with(agent.rich(), 1, agent.date(), wrong), agent.settings());

      assertThat(result).isInstanceOf(Computation.Refused.class);
      assertThat(((Computation.Refused) result).reasons())
          .anySatisfy(reason -> assertThat(reason).contains("row 3").contains(agent.date()));
    }
  }
}
