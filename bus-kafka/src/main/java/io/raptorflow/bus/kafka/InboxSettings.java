package io.raptorflow.bus.kafka;

import java.time.Duration;
import java.util.Optional;

/// Limits of an inbox.
///
/// @param windowItems records in hand and unfinished, at most; 1 to 10,000. A workspace beside
///   which others have work gets nine tenths of them at most
/// @param windowBytes bytes of these records, at most
/// @param concurrency handlers at work at the same time
/// @param recordBytesMax larger values are dead letters
/// @param ageing a lane's head start over the next: work that waited longer overtakes fresh work of
///   the lane above
/// @param drain how long running work may take to finish when the inbox stops
/// @param deathsMax how many processes may die while they work on a record before it is taken for
///   the cause, and is a dead letter of class KILLER; at least 1. When it is more than 1, nothing
///   else is at work in the process for the last of them
/// @param instance name that this process keeps over restarts (static membership and transactional
///   id); without one, a killed process holds its partitions until its session ends
/// @param aheadItems records that are read beyond the window to find the work of other workspaces,
///   at most; of each only its place is kept
public record InboxSettings(
    int windowItems,
    long windowBytes,
    int concurrency,
    int recordBytesMax,
    Duration ageing,
    Duration drain,
    int deathsMax,
    Optional<String> instance,
    int aheadItems) {

  private static final int AHEAD_ITEMS = 100_000;

  public InboxSettings {
    if (aheadItems < 0) {
      throw new IllegalArgumentException("aheadItems must not be negative, was " + aheadItems);
    }
    if (windowItems < 1 || windowItems > 10_000) {
      throw new IllegalArgumentException("windowItems must be 1..10000, was " + windowItems);
    }
    if (windowBytes < recordBytesMax) {
      throw new IllegalArgumentException(
          "windowBytes must hold one record of %d bytes, was %d"
              .formatted(recordBytesMax, windowBytes));
    }
    if (deathsMax < 1) {
      throw new IllegalArgumentException("deathsMax must be at least 1, was " + deathsMax);
    }
    if (concurrency < 1) {
      throw new IllegalArgumentException("concurrency must be at least 1, was " + concurrency);
    }
  }

  /// With 100,000 records read ahead.
  public InboxSettings(
      int windowItems,
      long windowBytes,
      int concurrency,
      int recordBytesMax,
      Duration ageing,
      Duration drain,
      int deathsMax,
      Optional<String> instance) {
    this(
        windowItems,
        windowBytes,
        concurrency,
        recordBytesMax,
        ageing,
        drain,
        deathsMax,
        instance,
        AHEAD_ITEMS);
  }

  /// 1,000 records, 64 MB, 200 handlers, 20 s to drain, 3 deaths, no instance name, 100,000 records
  /// ahead.
  public static InboxSettings standard() {
    return new InboxSettings(
        1_000,
        64L * 1024 * 1024,
        200,
        1_000_000,
        Duration.ofSeconds(60),
        Duration.ofSeconds(20),
        3,
        Optional.empty());
  }

  /// The same with a name that survives restarts; it must be unique among the running processes.
  public InboxSettings withInstance(String name) {
    return new InboxSettings(
        windowItems,
        windowBytes,
        concurrency,
        recordBytesMax,
        ageing,
        drain,
        deathsMax,
        Optional.of(name),
        aheadItems);
  }

  public InboxSettings withConcurrency(int most) {
    return new InboxSettings(
        windowItems,
        windowBytes,
        most,
        recordBytesMax,
        ageing,
        drain,
        deathsMax,
        instance,
        aheadItems);
  }

  public InboxSettings withDrain(Duration most) {
    return new InboxSettings(
        windowItems,
        windowBytes,
        concurrency,
        recordBytesMax,
        ageing,
        most,
        deathsMax,
        instance,
        aheadItems);
  }

  public InboxSettings withDeathsMax(int most) {
    return new InboxSettings(
        windowItems,
        windowBytes,
        concurrency,
        recordBytesMax,
        ageing,
        drain,
        most,
        instance,
        aheadItems);
  }
}
