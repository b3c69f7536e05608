package io.raptorflow.guild.matrix.output;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/// Chances that leads are won, with reasons and with how well the chances did on leads that the
/// model had not seen.
public record LeadScores(@JsonUnwrapped Grounds grounds, Result result) {

  /// @param auc area under the ROC curve, out of fold; 0.5 is chance
  /// @param brier mean squared error of the calibrated chances, out of fold
  /// @param brierBase the same for the share of wins as everybody's chance
  /// @param excluded columns that were not used, with the reason
  public record Result(
      int leads,
      int wins,
      double auc,
      double brier,
      double brierBase,
      String calibration,
      List<String> excluded,
      List<Driver> drivers,
      List<Bin> reliability,
      List<Score> scores) {
    public Result {
      excluded = List.copyOf(excluded);
      drivers = List.copyOf(drivers);
      reliability = List.copyOf(reliability);
      scores = List.copyOf(scores);
    }
  }

  /// @param oddsRatio for one standard deviation more, or for having the value
  public record Driver(String driver, double oddsRatio, double low, double high) {}

  /// Fifths of the chances: what was said and what came.
  public record Bin(int leads, double said, double came) {}

  /// @param chance calibrated
  /// @param reasons drivers that moved the lead most, with their direction
  public record Score(String lead, double chance, List<String> reasons) {
    public Score {
      reasons = List.copyOf(reasons);
    }
  }
}
