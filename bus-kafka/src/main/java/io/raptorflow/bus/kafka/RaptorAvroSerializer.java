package io.raptorflow.bus.kafka;

import io.raptorflow.bus.codec.AvroTrust;
import io.raptorflow.bus.codec.PublishedSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/// Writes Avro records in Confluent's wire format; the subject is `<topic>-value`. Configured with
/// Confluent's keys, see [BusSettings]. Thread-safe after [#configure].
public final class RaptorAvroSerializer implements Serializer<SpecificRecord> {
  private final Map<Schema, Schema> published = new ConcurrentHashMap<>();
  private @Nullable SchemaRegistry registry;
  private boolean register = true;

  /// Used by Kafka, which calls [#configure] next.
  public RaptorAvroSerializer() {
    AvroTrust.install();
  }

  RaptorAvroSerializer(SchemaRegistry registry) {
    this();
    this.registry = registry;
  }

  @Override
  public void configure(Map<String, ?> configuration, boolean isKey) {
    registry = new HttpSchemaRegistry(HttpSchemaRegistry.Settings.from(configuration));
    Object value = configuration.get(BusSettings.AUTO_REGISTER);
    register = value == null || Boolean.parseBoolean(value.toString());
  }

  @Override
  @SuppressWarnings("NullAway") // Kafka's contract: null in, null out (a tombstone).
  public byte[] serialize(String topic, @Nullable SpecificRecord value) {
    if (value == null) {
      return null;
    }
    int id = idOf(topic, value.getSchema());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    bytes.write(AvroWire.MAGIC);
    bytes.writeBytes(ByteBuffer.allocate(4).putInt(id).array());
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    try {
      new SpecificDatumWriter<SpecificRecord>(value.getSchema()).write(value, encoder);
      encoder.flush();
    } catch (IOException | RuntimeException wrong) {
      throw new SerializationException(
          value.getSchema().getFullName() + " does not fit its schema", wrong);
    }
    return bytes.toByteArray();
  }

  /// Makes the schema of a topic known before the first record, so that producers of other
  /// languages find it; returns its id.
  int idOf(String topic, Schema generated) {
    SchemaRegistry known = registry;
    if (known == null) {
      throw new IllegalStateException("configure the serializer before its first use");
    }
    Schema schema = published.computeIfAbsent(generated, PublishedSchema::of);
    String subject = AvroWire.subject(topic);
    return register ? known.register(subject, schema) : known.idOf(subject, schema);
  }

  @Override
  public void close() {
    if (registry instanceof HttpSchemaRegistry http) {
      http.close();
    }
  }
}
