package io.raptorflow.bench;

import io.raptorflow.bus.Headers;
import io.raptorflow.bus.RunId;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/// What an agent was handed, as a reader of committed records sees it, by work and attempt.
final class Handed {
  private final Map<String, Integer> times = new HashMap<>();

  static Handed read(Ground ground, String inbox, RunId run) {
    Handed handed = new Handed();
    ground.scan(
        inbox,
        record -> {
          if (text(record, Headers.RUN_ID).equals(run.toString())) {
            handed.times.merge(
                text(record, Headers.WORK_ID) + "/" + text(record, Headers.ATTEMPT),
                1,
                Integer::sum);
          }
        });
    return handed;
  }

  /// Works with their attempts that were handed over at all.
  int distinct() {
    return times.size();
  }

  /// Those that were handed over more than once.
  long duplicates() {
    return times.values().stream().filter(count -> count > 1).count();
  }

  static String text(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }
}
