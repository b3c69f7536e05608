package io.raptorflow.guild.matrix.output;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Pages that lose clicks in search and not by season, and pages that could win some.
public record SearchDecay(@JsonUnwrapped Grounds grounds, Result result) {

  public record Result(int pages, List<Page> decays, List<Page> seasonal, List<Chance> chances) {
    public Result {
      decays = List.copyOf(decays);
      seasonal = List.copyOf(seasonal);
      chances = List.copyOf(chances);
    }
  }

  /// What most likely moved a page.
  public enum Cause {
    /// The page stands lower.
    RANKING,
    /// It stands where it stood, and fewer people search.
    DEMAND,
    /// It stands where it stood and is seen as often, and fewer click.
    SNIPPET,
    /// The same days last year fell as well.
    SEASON
  }

  /// One page, the last period against the one before.
  ///
  /// @param change of clicks, as a share
  /// @param lastYear the same change a year ago, null without data of then
  /// @param trendP two-sided p-value of Mann-Kendall over the weeks
  public record Page(
      String page,
      long clicksBefore,
      long clicksNow,
      double change,
      double positionBefore,
      double positionNow,
      long impressionsBefore,
      long impressionsNow,
      @Nullable Double lastYear,
      double trendZ,
      double trendP,
      Cause cause) {}

  /// @param targetRate rate of clicks that pages of this site have at the target position
  /// @param clicks more in a period of the same length
  public record Chance(
      String page, double position, double target, double rate, double targetRate, double clicks) {}
}
