package io.raptorflow.dlq;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// How the works of one cause came in over the last hour. A work arrives once, when it fails first;
/// its retries are no arrivals, so work that is retried does not look like a cause that grows.
///
/// @param arrivals works that arrived in each of the last [#STEPS] steps of [#STEP], the oldest
///   step first; the last step ends now
public record ArrivalTrend(List<Integer> arrivals, Direction direction) {
  /// Length of a step.
  public static final Duration STEP = Duration.ofMinutes(5);

  /// Steps in the hour.
  public static final int STEPS = 12;

  /// The last steps, whose pace is compared with that of the hour: 15 minutes of 60.
  private static final int RECENT = 3;

  /// Where it goes.
  public enum Direction {
    /// The first work of this cause failed within the last 15 minutes.
    NEW,
    /// Of the hour's arrivals more fell into the last 15 minutes than an even pace explains.
    RISING,
    /// As an even pace over the hour would have it.
    STEADY,
    /// Fewer fell into the last 15 minutes than an even pace explains.
    FALLING,
    /// Nothing arrived within the hour.
    QUIET
  }

  public ArrivalTrend {
    arrivals = List.copyOf(arrivals);
    if (arrivals.size() != STEPS || arrivals.stream().anyMatch(count -> count < 0)) {
      throw new IllegalArgumentException(
          "an hour has %d counts of at least 0, was %s".formatted(STEPS, arrivals));
    }
  }

  /// Counts arrivals that come one by one. Not thread-safe.
  static final class Counting {
    private final long nowMillis;
    private final int[] arrivals = new int[STEPS];

    /// @param now end of the hour; what a faster clock puts later counts into the last step
    Counting(Instant now) {
      this.nowMillis = now.toEpochMilli();
    }

    void add(Instant failedFirst) {
      long age = Math.max(0, nowMillis - failedFirst.toEpochMilli());
      long step = STEPS - 1 - age / STEP.toMillis();
      if (step >= 0) {
        arrivals[(int) step]++;
      }
    }

    /// @param first when the first work of the cause failed
    ArrivalTrend trend(Instant first) {
      List<Integer> counts = new ArrayList<>(STEPS);
      for (int count : arrivals) {
        counts.add(count);
      }
      boolean isNew = nowMillis - first.toEpochMilli() < RECENT * STEP.toMillis();
      return new ArrivalTrend(counts, isNew ? Direction.NEW : direction(counts));
    }
  }

  /// At an even pace each of n arrivals falls into the last quarter of the hour with probability
  /// 1/4, so their number there is about n/4, with a standard deviation of sqrt(3n)/4. What is more
  /// than two of these away is more, or fewer, than chance explains.
  private static Direction direction(List<Integer> counts) {
    long all = counts.stream().mapToLong(Integer::longValue).sum();
    long recent =
        counts.subList(STEPS - RECENT, STEPS).stream().mapToLong(Integer::longValue).sum();
    long off = 4 * recent - all;
    if (all == 0) {
      return Direction.QUIET;
    }
    if (off * off <= 4 * 3 * all) {
      return Direction.STEADY;
    }
    return off > 0 ? Direction.RISING : Direction.FALLING;
  }
}
