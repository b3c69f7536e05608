package io.raptorflow.bench;

import java.time.Duration;
import java.util.function.Function;

/// The works of a race. Those that come first in each partition do not count: a model answers them
/// at once, so that compilers are done when those come that count. `peers/bullmq/race.js` tells
/// them alike.
///
/// @param all with those that warm up
/// @param warmUp of all partitions together; fewer than all
record Works(int all, int warmUp) {
  /// Whether a work does not count.
  ///
  /// @param place partition and offset, such as `3/1207`
  boolean warmsUp(String place) {
    return Integer.parseInt(place.substring(place.indexOf('/') + 1))
        < warmUp / QueueRace.PARTITIONS;
  }

  /// How long a model takes that answers at once what does not count.
  ///
  /// @param latency of what counts, by its place behind a slash
  Function<String, Duration> latency(Function<String, Duration> latency) {
    return path -> warmsUp(path.substring(1)) ? Duration.ZERO : latency.apply(path);
  }

  /// As many more, which count.
  Works and(int more) {
    return new Works(all + more, warmUp);
  }

  /// A part of each.
  Works dividedBy(int parts) {
    return new Works(all / parts, warmUp / parts);
  }
}
