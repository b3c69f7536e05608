package io.raptorflow.guild.guardian.output;

import java.util.List;

/// What a model found that no list and no measurement can find.
public record Judgement(List<Concern> concerns) {
  /// Most concerns of one judgement.
  public static final int CONCERNS_MAX = 100;

  public Judgement {
    concerns = List.copyOf(concerns);
  }

  /// One concern.
  ///
  /// @param rule id of a judged rule that was asked for
  /// @param asset id of the asset
  /// @param field field of the asset, with an index where it is a list: `headlines[2]`
  /// @param quote the words that are judged, copied letter by letter
  /// @param why one sentence
  public record Concern(String rule, String asset, String field, String quote, String why) {}
}
