package io.raptorflow.bus.kafka;

import java.time.Duration;
import java.util.Optional;

/// Limits of an inbox.
///
/// @param windowItems records taken and unfinished, at most; 1 to 10,000
/// @param windowBytes bytes of these records, at most
/// @param concurrency handlers at work at the same time
/// @param recordBytesMax larger values are dead letters
/// @param ageing a lane's head start over the next: work that waited longer overtakes fresh work of
///   the lane above
/// @param drain how long running work may take to finish when the inbox stops
/// @param deathsMax how many processes may die while they work on a record before it is taken for
///   the cause, and is a dead letter of class KILLER; at least 1
/// @param instance name that this process keeps over restarts (static membership and transactional
///   id); without one, a killed process holds its partitions until its session ends
public record InboxSettings(
    int windowItems,
    long windowBytes,
    int concurrency,
    int recordBytesMax,
    Duration ageing,
    Duration drain,
    int deathsMax,
    Optional<String> instance) {

  public InboxSettings {
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

  /// 1,000 records, 64 MB, 200 handlers, 20 s to drain, 2 deaths, no instance name.
  public static InboxSettings standard() {
    return new InboxSettings(
        1_000,
        64L * 1024 * 1024,
        200,
        1_000_000,
        Duration.ofSeconds(60),
        Duration.ofSeconds(20),
        2,
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
        Optional.of(name));
  }

  public InboxSettings withConcurrency(int most) {
    return new InboxSettings(
        windowItems, windowBytes, most, recordBytesMax, ageing, drain, deathsMax, instance);
  }

  public InboxSettings withDrain(Duration most) {
    return new InboxSettings(
        windowItems, windowBytes, concurrency, recordBytesMax, ageing, most, deathsMax, instance);
  }

  public InboxSettings withDeathsMax(int most) {
    return new InboxSettings(
        windowItems, windowBytes, concurrency, recordBytesMax, ageing, drain, most, instance);
  }
}
