package io.raptorflow.agent;

import java.util.List;

/// A computation to whose answer a model may add: the work of an agent with `engine: judged`.
///
/// The model never sees the answer's place taken: what was computed stands, whatever it says.
/// Thread-safe.
public interface JudgedComputation extends Computation {

  /// The record that the model writes.
  Class<? extends Record> opinion();

  /// What the model is asked, beside the prompt of its file; empty when there is nothing to judge.
  String question(TaskInputs inputs);

  /// What the model must mend, each naming field, value and rule; empty when its opinion is fit.
  List<String> problems(Record opinion, TaskInputs inputs);

  /// The answer with what the model adds; holds everything that `answer` holds.
  Record with(Record answer, Record opinion, TaskInputs inputs);

  /// The answer where no model judged, with the reason among what was not checked.
  Record without(Record answer, String why);
}
