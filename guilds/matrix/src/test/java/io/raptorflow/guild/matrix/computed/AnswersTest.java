package io.raptorflow.guild.matrix.computed;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.agent.Computation;
import io.raptorflow.agent.Computation.Answered;
import io.raptorflow.bus.CanonicalJson;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What every answer of the guild has in common.
class AnswersTest {
  private static final List<Computation> METHODS =
      List.of(new KpiAnomalyDetector(), new BudgetAllocator(), new ExecutiveReporter());

  @Test
  void comeBackFromJsonAsTheyWere() {
    var inputs = Samples.inputs(Samples.brief("tarnwell"), Samples.kpi());

    for (Computation method : METHODS) {
      Record answer = ((Answered) method.compute(inputs)).output();
      String json = CanonicalJson.write(answer);

      assertThat(CanonicalJson.write(CanonicalJson.read(json, answer.getClass()))).isEqualTo(json);
    }
  }

  @Test
  void sayHowTheyCameAbout() {
    var inputs = Samples.inputs(Samples.brief("tarnwell"), Samples.kpi());

    for (Computation method : METHODS) {
      var json =
          CanonicalJson.read(CanonicalJson.write(((Answered) method.compute(inputs)).output()));
      assertThat(json.propertyNames())
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
      assertThat(json.path("inputHash").asString()).matches("[0-9a-f]{64}");
    }
  }

  @Test
  void areTheSameOnEveryCall() {
    var inputs = Samples.inputs(Samples.brief("tarnwell"), Samples.kpi());

    for (Computation method : METHODS) {
      assertThat(method.compute(inputs)).isEqualTo(method.compute(inputs));
    }
  }
}
