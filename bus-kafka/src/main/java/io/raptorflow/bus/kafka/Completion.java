package io.raptorflow.bus.kafka;

import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/// The end of an item: what must become visible together with its offset.
///
/// @param kind whether `records` are results or a dead letter
record Completion(Item item, Kind kind, List<ProducerRecord<byte[], byte[]>> records)
    implements ToCommit {
  enum Kind {
    DONE,
    FAILED
  }

  @Override
  public Assignment assignment() {
    return item.assignment();
  }

  long offset() {
    return item.record().offset();
  }
}
