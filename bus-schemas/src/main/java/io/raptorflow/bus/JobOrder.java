package io.raptorflow.bus;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An operator's order to a job over many dead letters.
///
/// @param by name of the operator
public record JobOrder(UUID job, String by, Instant at, Body body) implements BusEvent {

  /// Works in one [Items], at most.
  public static final int ITEMS_MAX = 2_000;

  public JobOrder {
    if (by.isBlank()) {
      throw new IllegalArgumentException("an order names the operator who gives it");
    }
  }

  @Override
  public String key() {
    return job.toString();
  }

  /// The order itself.
  public sealed interface Body {}

  /// A part of the set that the job works on. Nothing happens before [Start].
  ///
  /// @param part number of this part, from 0
  public record Items(int part, List<JobItem> items) implements Body {
    public Items {
      items = List.copyOf(items);
      if (part < 0 || items.size() > ITEMS_MAX) {
        throw new IllegalArgumentException(
            "a part has a number from 0 and at most %d works, was %d with %d"
                .formatted(ITEMS_MAX, part, items.size()));
      }
    }
  }

  /// Starts the job on the parts given before.
  ///
  /// @param verb REPLAY, DISCARD or RESTORE
  /// @param query filter that chose the set; empty when the operator named the works
  /// @param planHash SHA-256 of the set; a job whose parts have another hash is refused
  /// @param total number of works in all parts
  /// @param ratePerSecond commands a second at most; 0 for as fast as it goes
  /// @param burst commands at once at most, when a rate is given
  /// @param canary works to finish without a failure before the rest follows; 0 for none
  /// @param stopAtFailurePercent share of finished works that failed again at which the job stops;
  ///   0 for never
  /// @param force whether replays may pass the guard against loops
  /// @param terms for replays, what they ask beyond the ordinary; null for nothing
  public record Start(
      ReplayOperation.Verb verb,
      String why,
      String query,
      String planHash,
      int total,
      double ratePerSecond,
      int burst,
      int canary,
      int stopAtFailurePercent,
      boolean force,
      @Nullable ReplayTerms terms)
      implements Body {
    public Start {
      if (verb == ReplayOperation.Verb.EDIT) {
        throw new IllegalArgumentException("a job replays, discards or restores; it edits nothing");
      }
      if (!(ratePerSecond >= 0) || Double.isInfinite(ratePerSecond) || burst < 1) {
        throw new IllegalArgumentException(
            "a rate is at least 0 and a burst at least 1, were %s and %d"
                .formatted(ratePerSecond, burst));
      }
      if (total < 0 || canary < 0 || stopAtFailurePercent < 0 || stopAtFailurePercent > 100) {
        throw new IllegalArgumentException(
            "total and canary are at least 0, the failure share 0 to 100, were %d, %d and %d"
                .formatted(total, canary, stopAtFailurePercent));
      }
    }
  }

  /// Steers a job that was started.
  public record Steer(Action action) implements Body {}

  /// How a job is steered.
  public enum Action {
    PAUSE,
    RESUME,
    CANCEL
  }
}
