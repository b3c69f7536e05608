package io.raptorflow.guild.matrix.output;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How people speak, source by source. There is no mean over all sources: each has its own tone.
public record SentimentReport(@JsonUnwrapped Grounds grounds, Result result) {

  /// @param unread texts in languages without a lexicon
  public record Result(int texts, int unread, List<Source> sources) {
    public Result {
      sources = List.copyOf(sources);
    }
  }

  /// One source.
  ///
  /// @param positive share of texts with a compound score from 0.05 up
  /// @param negativeLow lower end of the 95 % Wilson interval of `negative`
  /// @param ratingCorrelation of compound score and rating, null when there are no ratings
  /// @param best ids of the most positive texts
  /// @param worst ids of the most negative texts
  public record Source(
      String source,
      int texts,
      double positive,
      double neutral,
      double negative,
      double negativeLow,
      double negativeHigh,
      double meanCompound,
      @Nullable Double ratingCorrelation,
      List<String> best,
      List<String> worst,
      List<Month> months) {
    public Source {
      best = List.copyOf(best);
      worst = List.copyOf(worst);
      months = List.copyOf(months);
    }
  }

  public record Month(String month, int texts, double negative) {}
}
