package io.raptorflow.dlq.foreign;

import java.util.List;

/// What became of foreign dead letters.
///
/// @param adopted letters that are ours now; their rows appear when the replayer has read them
/// @param known letters whose failure already has a row
/// @param unreadable letters that were left where they are
/// @param refusals the first [#REFUSALS_MAX] of those, with the reason
public record AdoptionReport(long adopted, long known, long unreadable, List<Refusal> refusals) {
  public static final int REFUSALS_MAX = 1_000;

  /// A letter that was left.
  ///
  /// @param from where it lies
  public record Refusal(String from, String why) {
    @Override
    public String toString() {
      return from + ": " + why;
    }
  }

  public AdoptionReport {
    refusals = List.copyOf(refusals);
  }

  /// Letters that were looked at.
  public long read() {
    return adopted + known + unreadable;
  }
}
