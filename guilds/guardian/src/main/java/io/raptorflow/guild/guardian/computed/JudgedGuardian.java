package io.raptorflow.guild.guardian.computed;

import io.raptorflow.agent.Computation;
import io.raptorflow.agent.JudgedComputation;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.guild.guardian.output.Judgement;
import io.raptorflow.guild.guardian.output.Review;
import java.util.List;

/// A guardian's measured and lexical work, to which a model may add by the judged rules of the same
/// packs.
record JudgedGuardian(Computation measured, JudgedRules judged) implements JudgedComputation {

  @Override
  public Result compute(TaskInputs inputs) {
    return measured.compute(inputs);
  }

  @Override
  public Class<? extends Record> opinion() {
    return Judgement.class;
  }

  @Override
  public String question(TaskInputs inputs) {
    return judged.question(inputs);
  }

  @Override
  public List<String> problems(Record opinion, TaskInputs inputs) {
    return judged.problems((Judgement) opinion, inputs);
  }

  @Override
  public Record with(Record answer, Record opinion, TaskInputs inputs) {
    return judged.with((Review) answer, (Judgement) opinion, inputs);
  }

  @Override
  public Record without(Record answer, String why) {
    return judged.without((Review) answer, why);
  }
}
