package io.raptorflow.dlq;

import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/// A record on its way out, with the topic that it goes to.
record Emission(String topic, byte @Nullable [] key, byte @Nullable [] value, Headers headers) {

  /// Writes the value as it is.
  static final class ValueSerializer implements Serializer<Emission> {
    @Override
    @SuppressWarnings("NullAway") // Kafka's contract: null is a tombstone.
    public byte[] serialize(String topic, @Nullable Emission emission) {
      return Optional.ofNullable(emission).map(Emission::value).orElse(null);
    }
  }
}
