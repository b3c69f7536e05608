package io.raptorflow.bus.kafka;

import io.raptorflow.bus.codec.AvroTrust;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/// Reads Avro records in Confluent's wire format into our generated classes, and into no others.
/// Throws [SerializationException] for bytes that are wrong and [RegistryUnavailable] when the
/// registry is. Thread-safe after [#configure].
public final class RaptorAvroDeserializer implements Deserializer<SpecificRecord> {
  /// Readers that nobody uses now, by schema id: Avro's are not thread-safe, and resolving two
  /// schemas takes longer than reading a record.
  private final Map<Integer, Queue<DatumReader<SpecificRecord>>> readers =
      new ConcurrentHashMap<>();

  private @Nullable SchemaRegistry registry;

  /// Used by Kafka, which calls [#configure] next.
  public RaptorAvroDeserializer() {
    AvroTrust.install();
  }

  RaptorAvroDeserializer(SchemaRegistry registry) {
    this();
    this.registry = registry;
  }

  @Override
  public void configure(Map<String, ?> configuration, boolean isKey) {
    registry = new HttpSchemaRegistry(HttpSchemaRegistry.Settings.from(configuration));
  }

  @Override
  @SuppressWarnings("NullAway") // Kafka's contract: null in, null out (a tombstone).
  public SpecificRecord deserialize(String topic, byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    SchemaRegistry known = registry;
    if (known == null) {
      throw new IllegalStateException("configure the deserializer before its first use");
    }
    if (bytes.length < AvroWire.HEADER_BYTES || bytes[0] != AvroWire.MAGIC) {
      throw new SerializationException("value does not begin with magic 0 and a schema id");
    }
    int id = ByteBuffer.wrap(bytes, 1, 4).getInt();
    Schema writer = known.byId(id);
    Queue<DatumReader<SpecificRecord>> idle =
        readers.computeIfAbsent(id, _ -> new ConcurrentLinkedQueue<>());
    DatumReader<SpecificRecord> reader = idle.poll();
    if (reader == null) {
      reader = new SpecificDatumReader<>(writer, readerFor(writer));
    }
    int length = bytes.length - AvroWire.HEADER_BYTES;
    BinaryDecoder decoder =
        DecoderFactory.get().binaryDecoder(bytes, AvroWire.HEADER_BYTES, length, null);
    try {
      SpecificRecord value = reader.read(null, decoder);
      idle.add(reader);
      if (!decoder.isEnd()) {
        throw new SerializationException("bytes are left over after " + writer.getFullName());
      }
      return value;
    } catch (IOException | RuntimeException | StackOverflowError wrong) {
      throw new SerializationException("bytes do not fit " + writer.getFullName(), wrong);
    }
  }

  @Override
  public void close() {
    if (registry instanceof HttpSchemaRegistry http) {
      http.close();
    }
  }

  private static Schema readerFor(Schema writer) {
    if (writer.getType() != Schema.Type.RECORD
        || !AvroTrust.GENERATED.equals(writer.getNamespace())) {
      throw new SerializationException(writer.getFullName() + " is no event of the bus");
    }
    try {
      return SpecificData.get().getSchema(Class.forName(writer.getFullName()));
    } catch (ClassNotFoundException newer) {
      throw new SerializationException(writer.getFullName() + " is unknown here", newer);
    }
  }
}
