package io.raptorflow.agent;

import java.util.List;

/// The work of an agent with `engine: java`: a method of the field, not a language model.
///
/// Deterministic: the same inputs give the same result, to the last digit. Thread-safe.
public interface Computation {

  /// Computes an answer or refuses.
  ///
  /// @throws RuntimeException only for a bug; data that do not carry an answer are [Refused]
  Result compute(TaskInputs inputs);

  /// What came of it.
  sealed interface Result {}

  /// An answer: an instance of the agent's output record, with caveats that a reader must see.
  record Answered(Record output, List<String> caveats) implements Result {
    public Answered {
      caveats = List.copyOf(caveats);
    }

    public static Answered of(Record output) {
      return new Answered(output, List.of());
    }
  }

  /// The data do not carry an answer; every reason names the data, the value and the minimum.
  record Refused(List<String> reasons) implements Result {
    public Refused {
      reasons = List.copyOf(reasons);
      if (reasons.isEmpty()) {
        throw new IllegalArgumentException("a refusal needs a reason");
      }
    }

    public static Refused because(String reason) {
      return new Refused(List.of(reason));
    }
  }
}
