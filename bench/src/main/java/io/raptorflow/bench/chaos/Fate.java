package io.raptorflow.bench.chaos;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.apache.kafka.common.utils.Utils;

/// What a call meets at the sink, drawn from the seed and its key: the same call has the same fate
/// in every campaign of a seed.
///
/// @param kind what is said before it works
/// @param times how often that is said
/// @param latency how long an answer takes
/// @param word a word for its messages, so that two failures have two causes
record Fate(Kind kind, int times, Duration latency, String word) {
  private static final double FAILS = 0.05;
  private static final double BUSY = 0.01;
  private static final double GARBLED = 0.002;
  private static final double LOCKED = 0.003;
  private static final double MEDIAN_MILLIS = 25;
  private static final double SIGMA = 1.2;
  private static final int MILLIS_MAX = 3_000;

  /// Some take as long as a model does, so that many others end before them.
  private static final double LONG = 0.02;

  private static final int LONG_MILLIS_MIN = 2_000;
  private static final int LONG_MILLIS_MAX = 8_000;

  /// What a tool says.
  enum Kind {
    WORKS,
    /// 503.
    FAILS,
    /// 429 with Retry-After.
    BUSY,
    /// 200 and no receipt.
    GARBLED,
    /// 401 until an operator mends the key.
    LOCKED
  }

  static Fate of(long seed, String key) {
    Random random = new Random(seed ^ Utils.murmur2(key.getBytes(StandardCharsets.UTF_8)));
    double draw = random.nextDouble();
    Kind kind = Kind.WORKS;
    double bound = 0;
    for (Kind candidate : new Kind[] {Kind.FAILS, Kind.BUSY, Kind.GARBLED, Kind.LOCKED}) {
      bound += share(candidate);
      if (draw < bound) {
        kind = candidate;
        break;
      }
    }
    double millis =
        random.nextDouble() < LONG
            ? random.nextInt(LONG_MILLIS_MIN, LONG_MILLIS_MAX)
            : Math.min(MILLIS_MAX, MEDIAN_MILLIS * Math.exp(SIGMA * random.nextGaussian()));
    StringBuilder word = new StringBuilder();
    for (int letter = 0; letter < 5; letter++) {
      word.append((char) ('g' + random.nextInt(20)));
    }
    return new Fate(kind, 1 + random.nextInt(2), Duration.ofMillis((long) millis), word.toString());
  }

  private static double share(Kind kind) {
    return switch (kind) {
      case WORKS -> 0;
      case FAILS -> FAILS;
      case BUSY -> BUSY;
      case GARBLED -> GARBLED;
      case LOCKED -> LOCKED;
    };
  }
}
