package io.raptorflow.guild.matrix.output;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.math.BigDecimal;
import java.util.List;

/// The next split of traffic over the arms of each experiment.
public record BanditSplit(@JsonUnwrapped Grounds grounds, Result result) {

  public record Result(List<Experiment> experiments) {
    public Result {
      experiments = List.copyOf(experiments);
    }
  }

  /// Whether to go on.
  public enum Move {
    GO_ON,
    /// One arm is best with enough chance and the loss of choosing it is small.
    STOP
  }

  /// @param leader arm with the highest chance of being best
  public record Experiment(
      String id, String name, Move move, String leader, String why, List<Arm> arms) {
    public Experiment {
      arms = List.copyOf(arms);
    }
  }

  /// @param best chance that the arm has the highest rate
  /// @param loss expected rate that is given up by choosing it
  /// @param nextShare share of the next visitors; the shares add up to 1 exactly
  public record Arm(
      String variant,
      long trials,
      long successes,
      double mean,
      double best,
      double loss,
      BigDecimal nextShare) {}
}
