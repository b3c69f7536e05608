package io.raptorflow.guild.matrix.output;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How long customers stay, by group, and whether groups differ.
public record SurvivalReport(@JsonUnwrapped Grounds grounds, Result result) {

  /// @param unitDays length of one unit of time
  /// @param logRankChi2 null for one group
  public record Result(
      int unitDays,
      List<Group> groups,
      @Nullable Double logRankChi2,
      @Nullable Double logRankP,
      List<Hazard> drivers) {
    public Result {
      groups = List.copyOf(groups);
      drivers = List.copyOf(drivers);
    }
  }

  /// @param median first time at which half are gone, null when more stay to the end
  public record Group(String group, int n, int events, @Nullable Double median, List<Step> curve) {
    public Group {
      curve = List.copyOf(curve);
    }
  }

  /// @param time in units
  public record Step(
      double time, int atRisk, int events, double survival, double low, double high) {}

  /// Odds of leaving within a unit of time, against the reference.
  ///
  /// @param oddsRatio above 1 leaves sooner
  public record Hazard(
      String driver, String reference, double oddsRatio, double low, double high) {}
}
