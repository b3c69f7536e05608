package io.raptorflow.bus.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How many records wait on the broker for an inbox. A consumer that has no position yet, or was
/// not told the end, does not know; when that lasts nothing is read, and the log says so. Used by
/// the poll thread only.
final class Lag {
  private static final Logger LOG = LoggerFactory.getLogger(Lag.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String group;
  private Instant known = Instant.MAX;

  Lag(String group) {
    this.group = group;
  }

  /// How many, as far as known.
  long of(Consumer<byte[], byte[]> reading, Instant now) {
    long sum = 0;
    List<TopicPartition> unknown = new ArrayList<>();
    for (TopicPartition partition : reading.assignment()) {
      OptionalLong lag = reading.currentLag(partition);
      if (lag.isEmpty()) {
        unknown.add(partition);
      }
      sum += lag.orElse(0);
    }
    if (unknown.isEmpty() || known.isAfter(now)) {
      known = now;
    } else if (known.plus(PATIENCE).isBefore(now)) {
      known = now;
      LOG.atWarn()
          .addKeyValue("group", group)
          .addKeyValue("partitions", unknown)
          .log("nothing is read, as the position or the end is not known");
    }
    return sum;
  }
}
