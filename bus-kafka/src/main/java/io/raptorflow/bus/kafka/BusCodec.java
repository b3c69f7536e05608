package io.raptorflow.bus.kafka;

import io.raptorflow.bus.BusEvent;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.codec.AvroMapping;
import io.raptorflow.bus.codec.AvroTrust;
import io.raptorflow.bus.kafka.UndecodableRecord.Reason;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/// Events to bytes and back, through the configured serde. Thread-safe.
public final class BusCodec implements AutoCloseable {
  private final AvroMapping mapping = new AvroMapping();
  private final Serializer<Object> serializer;
  private final Deserializer<Object> deserializer;

  BusCodec(BusSettings settings) {
    Map<String, Object> properties = settings.serdeProperties();
    AvroTrust.install();
    this.serializer =
        instance(
            properties, ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, RaptorAvroSerializer.class);
    this.deserializer =
        instance(
            properties,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
            RaptorAvroDeserializer.class);
    serializer.configure(properties, false);
    deserializer.configure(properties, false);
  }

  /// Makes the schemas of all topics with one name known to the registry, so that producers of
  /// other languages find them before anybody here has sent anything. A foreign serde does so
  /// itself, at its first record.
  ///
  /// @throws RegistryUnavailable when the registry cannot answer now
  public void announceSchemas() {
    if (!((Serializer<?>) serializer instanceof RaptorAvroSerializer ours)) {
      return;
    }
    for (Topic topic : Topic.values()) {
      if (!topic.isFamily()) {
        topic.event().ifPresent(event -> ours.idOf(topic.topicName(), AvroMapping.schemaOf(event)));
      }
    }
  }

  /// Bytes of an event for a topic.
  ///
  /// @throws IllegalArgumentException when the event does not belong on the topic
  /// @throws RegistryUnavailable when the registry cannot answer now
  public byte[] encode(String topic, BusEvent event) {
    Optional<Class<? extends BusEvent>> expected = Topic.of(topic).flatMap(Topic::event);
    if (expected.isEmpty() || !expected.get().isInstance(event)) {
      throw new IllegalArgumentException(
          event.getClass().getSimpleName() + " does not belong on " + topic);
    }
    try {
      return serializer.serialize(topic, mapping.toAvro(event));
    } catch (RuntimeException failed) {
      throw outageOr(failed);
    }
  }

  /// The event that stands in a record of a topic.
  ///
  /// @throws UndecodableRecord with the reason, when the bytes are to blame
  /// @throws RegistryUnavailable when the registry cannot answer now
  public BusEvent decode(String topic, byte @Nullable [] bytes) {
    if (bytes == null || bytes.length < AvroWire.HEADER_BYTES || bytes[0] != AvroWire.MAGIC) {
      throw new UndecodableRecord(
          Reason.WRONG_FORMAT,
          "value on " + topic + " does not begin with magic 0 and a schema id",
          null);
    }
    SpecificRecord avro = deserialize(topic, bytes);
    BusEvent event;
    try {
      event = mapping.toEvent(avro);
    } catch (IllegalArgumentException | ArithmeticException | NullPointerException broken) {
      throw new UndecodableRecord(
          Reason.RULE_BROKEN,
          avro.getSchema().getName() + " on " + topic + " breaks a rule: " + broken.getMessage(),
          broken);
    } catch (IllegalStateException noEvent) {
      throw new UndecodableRecord(
          Reason.UNREADABLE, avro.getSchema().getName() + " is no event", noEvent);
    }
    Optional<Class<? extends BusEvent>> expected = Topic.of(topic).flatMap(Topic::event);
    if (expected.isEmpty() || !expected.get().isInstance(event)) {
      throw new UndecodableRecord(
          Reason.MISROUTED,
          event.getClass().getSimpleName() + " does not belong on " + topic,
          null);
    }
    return event;
  }

  @Override
  public void close() {
    serializer.close();
    deserializer.close();
  }

  private SpecificRecord deserialize(String topic, byte[] bytes) {
    try {
      if (deserializer.deserialize(topic, bytes) instanceof SpecificRecord avro) {
        return avro;
      }
      throw new UndecodableRecord(Reason.UNREADABLE, "value is no generated record", null);
    } catch (SerializationException wrong) {
      RuntimeException passed = outageOr(wrong);
      Reason reason = status(passed) == 404 ? Reason.UNKNOWN_SCHEMA : Reason.UNREADABLE;
      throw new UndecodableRecord(reason, "value on " + topic + ": " + passed.getMessage(), passed);
    }
  }

  /// Other serdes report an outage as a serialization error; the cause tells the two apart.
  private static RuntimeException outageOr(RuntimeException failed) {
    if (status(failed) >= 500) {
      throw new RegistryUnavailable("schema registry cannot answer", failed);
    }
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof SocketException
          || cause instanceof SocketTimeoutException
          || cause instanceof UnknownHostException
          || cause instanceof HttpTimeoutException
          || cause instanceof SSLException) {
        throw new RegistryUnavailable("schema registry cannot answer", failed);
      }
    }
    return failed;
  }

  /// HTTP status that the registry answered with; 0 when none is among the causes.
  private static int status(Throwable failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      try {
        if (cause.getClass().getMethod("getStatus").invoke(cause) instanceof Integer status) {
          return status;
        }
      } catch (ReflectiveOperationException noStatus) {
        // This cause has none; the next may.
      }
    }
    return 0;
  }

  @SuppressWarnings("unchecked")
  private static <T> T instance(Map<String, Object> properties, String key, Class<?> otherwise) {
    String name = String.valueOf(properties.getOrDefault(key, otherwise.getName()));
    try {
      return (T) Class.forName(name).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException missing) {
      throw new IllegalArgumentException(key + " names no usable class: " + name, missing);
    }
  }
}
