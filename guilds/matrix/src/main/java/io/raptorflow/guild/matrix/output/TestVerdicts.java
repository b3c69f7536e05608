package io.raptorflow.guild.matrix.output;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Experiments judged by their own plan.
public record TestVerdicts(@JsonUnwrapped Grounds grounds, Result result) {

  public record Result(List<Experiment> experiments) {
    public Result {
      experiments = List.copyOf(experiments);
    }
  }

  /// What may be said of an experiment.
  public enum Call {
    /// The split of visitors is broken: nothing else is read.
    INVALID,
    WINNER,
    /// An arm is worse than the control.
    LOSER,
    /// The planned number was reached and shows no difference.
    NO_DIFFERENCE,
    /// The plan does not allow a verdict yet.
    NOT_YET
  }

  /// @param control variant that the others are held against
  /// @param incrementality whether the control was a hold-out, so that lift is caused by the media
  /// @param mismatchP p-value of the sample ratio test
  public record Experiment(
      String id,
      String name,
      String control,
      Incrementality incrementality,
      double mismatchChi2,
      double mismatchP,
      Call call,
      String why,
      List<Arm> arms) {
    public Experiment {
      arms = List.copyOf(arms);
    }
  }

  /// Whether an experiment measured what media add.
  public enum Incrementality {
    MEASURED,
    NOT_MEASURED
  }

  /// One arm against the control; the control itself has no comparison.
  public record Arm(
      String variant, long visitors, long conversions, double rate, @Nullable Comparison against) {}

  /// @param test `pooled z` or `Fisher exact`
  /// @param pHolm adjusted for the number of arms; equal to `p` for one
  /// @param low lower end of the Newcombe interval of the difference, 95 %
  /// @param lift difference as a share of the control's rate, null when that is zero
  /// @param bound |z| that the look asks for
  /// @param alwaysValidP p-value that holds at any look
  /// @param neededPerArm visitors of each arm that the seen difference needs, null for none
  public record Comparison(
      String test,
      double z,
      double p,
      double pHolm,
      double difference,
      double low,
      double high,
      @Nullable Double lift,
      @Nullable Double bound,
      double alwaysValidP,
      @Nullable Long neededPerArm) {}
}
