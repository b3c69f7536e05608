package io.raptorflow.dlq.view;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.raptorflow.bus.FailureClass;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `raptor.dlq.depth` by agent and reason, and `raptor.dlq.oldest.seconds` by reason, both of open
/// work. Not thread-safe.
final class DepthGauges {
  private static final Duration EVERY = Duration.ofSeconds(10);

  private final InstantSource time;
  private final MultiGauge depth;
  private final MultiGauge oldest;
  private Instant measured = Instant.MIN;

  DepthGauges(MeterRegistry meters, InstantSource time) {
    this.time = time;
    this.depth =
        MultiGauge.builder("raptor.dlq.depth")
            .description("Failed works that wait for a retry or an operator")
            .register(meters);
    this.oldest =
        MultiGauge.builder("raptor.dlq.oldest.seconds")
            .description("Time since the first failure of the work that waits the longest")
            .register(meters);
  }

  private record Series(String agent, FailureClass reason) {}

  /// Whether it is time to measure again.
  boolean isDue() {
    return measured.isBefore(time.instant().minus(EVERY));
  }

  void measure(RowIndex index) {
    measured = time.instant();
    Map<Series, Integer> waiting = new HashMap<>();
    Map<FailureClass, Long> first = new EnumMap<>(FailureClass.class);
    index.eachOpen(
        (failedBy, reason, firstFailedMillis) -> {
          waiting.merge(new Series(failedBy, reason), 1, Integer::sum);
          first.merge(reason, firstFailedMillis, Math::min);
        });
    depth.register(
        waiting.entrySet().stream()
            .<MultiGauge.Row<?>>map(
                entry ->
                    MultiGauge.Row.of(
                        Tags.of(
                            "agent", entry.getKey().agent(),
                            "reason", entry.getKey().reason().name()),
                        entry.getValue()))
            .toList(),
        true);
    oldest.register(
        first.entrySet().stream()
            .<MultiGauge.Row<?>>map(
                entry ->
                    MultiGauge.Row.of(
                        Tags.of("reason", entry.getKey().name()),
                        entry.getValue(),
                        since -> (time.instant().toEpochMilli() - since) / 1_000.0))
            .toList(),
        true);
  }

  /// Takes all series back.
  void clear() {
    depth.register(List.of(), true);
    oldest.register(List.of(), true);
  }
}
