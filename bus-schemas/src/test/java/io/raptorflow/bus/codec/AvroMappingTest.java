package io.raptorflow.bus.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raptorflow.bus.BusEvent;
import io.raptorflow.bus.Topic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AvroMappingTest {
  private static final int EVENTS_PER_TYPE = 300;

  private final AvroMapping mapping = new AvroMapping();

  static List<Class<? extends BusEvent>> types() {
    return EventSource.types();
  }

  @ParameterizedTest
  @MethodSource("types")
  void bringsEveryEventBackFromItsBytes(Class<? extends BusEvent> type) throws IOException {
    EventSource source = new EventSource(type.getName().hashCode());

    for (int i = 0; i < EVENTS_PER_TYPE; i++) {
      BusEvent event = source.draw(type);
      assertThat(mapping.toEvent(read(type, bytes(event)))).isEqualTo(event);
    }
  }

  @Test
  void hasATopicForEveryEvent() {
    Set<Class<?>> travelling =
        Arrays.stream(Topic.values()).flatMap(t -> t.event().stream()).collect(Collectors.toSet());

    assertThat(travelling).containsAll(EventSource.types());
  }

  @Test
  void refusesToLoadAClassOutsideOfTheGeneratedPackage() {
    Schema foreign =
        new Schema.Parser()
            .parse(
                "{\"type\":\"record\",\"name\":\"PublishedSchema\",\"namespace\":\"io.raptorflow.bus.codec\",\"fields\":[]}");

    assertThatThrownBy(
            () ->
                new SpecificDatumReader<SpecificRecord>(foreign)
                    .read(null, DecoderFactory.get().binaryDecoder(new byte[0], null)))
        .isInstanceOf(SecurityException.class);
  }

  private byte[] bytes(BusEvent event) throws IOException {
    SpecificRecord avro = mapping.toAvro(event);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new SpecificDatumWriter<SpecificRecord>(avro.getSchema()).write(avro, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }

  private static SpecificRecord read(Class<? extends BusEvent> type, byte[] bytes)
      throws IOException {
    return new SpecificDatumReader<SpecificRecord>(
            PublishedSchema.of(type), AvroMapping.schemaOf(type))
        .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
  }
}
