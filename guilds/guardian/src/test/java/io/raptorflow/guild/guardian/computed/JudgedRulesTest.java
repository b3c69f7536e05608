package io.raptorflow.guild.guardian.computed;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.agent.Computation.Answered;
import io.raptorflow.agent.JudgedComputation;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.bus.AgentId;
import io.raptorflow.campaign.Finding;
import io.raptorflow.guild.guardian.output.Judgement;
import io.raptorflow.guild.guardian.output.Judgement.Concern;
import io.raptorflow.guild.guardian.output.Review;
import io.raptorflow.guild.guardian.rules.PackShelf;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// A model may add what it can quote, and take away nothing.
class JudgedRulesTest {
  private final JudgedComputation guardian =
      (JudgedComputation)
          Objects.requireNonNull(Guardians.of(PackShelf.shipped()).get(new AgentId("GRD-002")));
  private final TaskInputs inputs =
      Samples.inputs(
          Samples.brief("tarnwell"),
          Samples.asset(
              "tarnwell",
              "landing_page",
              "en-GB",
              "{\"text\":\"The best tank. Plumbers know why.\"}"),
          Samples.NOW);

  private static Judgement of(String rule, String field, String quote) {
    return new Judgement(List.of(new Concern(rule, "a", field, quote, "implies expert approval")));
  }

  private Review computed() {
    return (Review) ((Answered) guardian.compute(inputs)).output();
  }

  @Test
  void addsAFindingAtTheQuoteAndKeepsAllOthers() {
    Judgement judgement = of("G2-13", "text", "Plumbers know why");
    Review before = computed();

    Review after = (Review) guardian.with(before, judgement, inputs);

    assertThat(guardian.problems(judgement, inputs)).isEmpty();
    assertThat(after.findings()).containsAll(before.findings());
    Finding added =
        after.findings().stream().filter(f -> f.rule().equals("G2-13")).findFirst().orElseThrow();
    assertThat(added.start()).isEqualTo(15);
    assertThat(added.end()).isEqualTo(32);
    assertThat(added.message()).contains("implies expert approval");
  }

  @Test
  void keepsAllFindingsWhenTheModelHasNone() {
    Review before = computed();

    Review after = (Review) guardian.with(before, new Judgement(List.of()), inputs);

    assertThat(before.findings()).isNotEmpty();
    assertThat(after.findings()).isEqualTo(before.findings());
  }

  @Test
  void sendsBackAQuoteThatDoesNotStandThereAndARuleThatWasNotAsked() {
    assertThat(guardian.problems(of("G2-13", "text", "Plumbers knew why"), inputs))
        .singleElement()
        .asString()
        .contains("letter by letter");
    assertThat(guardian.problems(of("G2-02", "text", "best"), inputs))
        .singleElement()
        .asString()
        .contains("G2-13");
    assertThat(
            ((Review) guardian.with(computed(), of("G2-13", "text", "not there"), inputs))
                .findings())
        .isEqualTo(computed().findings());
  }

  @Test
  void asksEachJudgedRuleAndNamesItWhereNobodyJudged() {
    assertThat(guardian.question(inputs)).contains("G2-13");
    assertThat(((Review) guardian.without(computed(), "no model")).notChecked())
        .anyMatch(reason -> reason.startsWith("G2-13") && reason.contains("no model"));
  }
}
