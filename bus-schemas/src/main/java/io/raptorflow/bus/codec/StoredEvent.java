package io.raptorflow.bus.codec;

import io.raptorflow.bus.BusEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.message.BadHeaderException;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.message.MissingSchemaException;
import org.apache.avro.message.SchemaStore;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/// Events of one type as bytes for a store of ours, in Avro's single-object encoding: the bytes
/// begin with the fingerprint of the schema that they were written with, so a store can be read
/// without the schema registry, and after the schema has changed.
///
/// Thread-safe, as Avro's encoder and decoder of messages are. Times are kept to the precision of
/// the schema.
///
/// @param <E> type of event
public final class StoredEvent<E extends BusEvent> {
  private final AvroMapping mapping = new AvroMapping();
  private final Class<E> type;
  private final BinaryMessageEncoder<SpecificRecord> encoder;
  private final BinaryMessageDecoder<SpecificRecord> decoder;

  public StoredEvent(Class<E> type) {
    Schema schema = AvroMapping.schemaOf(type);
    this.type = type;
    this.encoder = new BinaryMessageEncoder<>(SpecificData.get(), schema);
    this.decoder =
        new BinaryMessageDecoder<>(SpecificData.get(), schema, released(type.getSimpleName()));
  }

  public byte[] write(E event) {
    try {
      ByteBuffer bytes = encoder.encode(mapping.toAvro(event));
      byte[] array = new byte[bytes.remaining()];
      bytes.get(array);
      return array;
    } catch (IOException impossible) {
      throw new UncheckedIOException("memory does not fail", impossible);
    }
  }

  /// The event in a part of an array.
  ///
  /// @throws IllegalArgumentException when the bytes were written with no released schema, or do
  ///   not fit theirs
  public E read(byte[] bytes, int from, int length) {
    try {
      return type.cast(mapping.toEvent(decoder.decode(ByteBuffer.wrap(bytes, from, length))));
    } catch (BadHeaderException | MissingSchemaException foreign) {
      throw new IllegalArgumentException(
          "these %d bytes were written with no schema of %s that was ever released"
              .formatted(length, type.getSimpleName()),
          foreign);
    } catch (IOException | RuntimeException broken) {
      throw new IllegalArgumentException(
          "these %d bytes are no %s: %s"
              .formatted(length, type.getSimpleName(), broken.getMessage()),
          broken);
    }
  }

  private static SchemaStore released(String name) {
    SchemaStore.Cache schemas = new SchemaStore.Cache();
    for (int version = 1; ; version++) {
      try (InputStream text =
          StoredEvent.class.getResourceAsStream(
              "/schemas/released/%s/v%d.avsc".formatted(name, version))) {
        if (text == null) {
          return schemas;
        }
        schemas.addSchema(new Schema.Parser().parse(text));
      } catch (IOException unreadable) {
        throw new UncheckedIOException("a released schema cannot be read", unreadable);
      }
    }
  }
}
