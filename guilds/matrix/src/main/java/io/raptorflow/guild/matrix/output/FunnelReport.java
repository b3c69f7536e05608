package io.raptorflow.guild.matrix.output;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where people leave on the way, and what that costs.
public record FunnelReport(@JsonUnwrapped Grounds grounds, Result result) {

  /// @param valuePerUser money of one user at the last step, null when unknown
  /// @param biggestLeak step with the largest `leak`
  /// @param paradoxes steps whose trend over the two halves of the time turns around in segments
  public record Result(
      List<Step> steps,
      List<Segment> segments,
      @Nullable Double valuePerUser,
      String biggestLeak,
      List<String> paradoxes) {
    public Result {
      steps = List.copyOf(steps);
      segments = List.copyOf(segments);
      paradoxes = List.copyOf(paradoxes);
    }
  }

  /// One step.
  ///
  /// @param rate share of the step before that came here, null for the first
  /// @param low lower end of the 95 % Wilson interval
  /// @param lost users of the step before that did not come here
  /// @param leak how many of them would have reached the end, had they gone on like the others
  /// @param leakValue money of `leak`, null when unknown
  public record Step(
      String step,
      long users,
      @Nullable Double rate,
      @Nullable Double low,
      @Nullable Double high,
      long lost,
      double leak,
      @Nullable Double leakValue) {}

  /// Rates of one segment, step by step.
  public record Segment(String segment, List<Long> users, List<Double> rates) {
    public Segment {
      users = List.copyOf(users);
      rates = List.copyOf(rates);
    }
  }
}
