package io.raptorflow.bus.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raptorflow.bus.JobState;
import io.raptorflow.bus.RetryRow;
import java.io.IOException;
import java.io.InputStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.junit.jupiter.api.Test;

class StoredEventTest {
  private static final int FINGERPRINT_BYTES = 10;

  private final StoredEvent<RetryRow> rows = new StoredEvent<>(RetryRow.class);
  private final EventSource source = new EventSource(7);

  @Test
  void comesBackFromTheMiddleOfAnArray() {
    for (int i = 0; i < 300; i++) {
      RetryRow row = (RetryRow) source.draw(RetryRow.class);
      byte[] bytes = rows.write(row);
      byte[] around = new byte[bytes.length + 9];
      System.arraycopy(bytes, 0, around, 4, bytes.length);

      assertThat(rows.read(around, 4, bytes.length)).isEqualTo(row);
    }
  }

  @Test
  void readsWhatWasWrittenWithAnEarlierRelease() throws IOException {
    RetryRow row = (RetryRow) source.draw(RetryRow.class);

    byte[] old = as(released(1), rows.write(row));

    RetryRow read = rows.read(old, 0, old.length);
    assertThat(read.work()).isEqualTo(row.work());
    assertThat(read.letter()).isEqualTo(row.letter());
    assertThat(read.sameCause()).as("a field that came later").isEqualTo(1);
  }

  @Test
  void refusesBytesOfAnotherEventAndBytesThatAreNone() {
    byte[] other = new StoredEvent<>(JobState.class).write((JobState) source.draw(JobState.class));

    assertThatThrownBy(() -> rows.read(other, 0, other.length))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no schema of RetryRow that was ever released");
    assertThatThrownBy(() -> rows.read(new byte[] {123, 125}, 0, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 bytes");
  }

  @Test
  void refusesBytesThatEndTooEarly() {
    byte[] bytes = rows.write((RetryRow) source.draw(RetryRow.class));

    assertThatThrownBy(() -> rows.read(bytes, 0, bytes.length / 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("are no RetryRow");
  }

  /// The same row as a process of an earlier release would have stored it.
  private static byte[] as(Schema earlier, byte[] bytes) throws IOException {
    Schema now = PublishedSchema.of(RetryRow.class);
    GenericRecord row =
        new GenericDatumReader<GenericRecord>(now, earlier)
            .read(
                null,
                DecoderFactory.get()
                    .binaryDecoder(
                        bytes, FINGERPRINT_BYTES, bytes.length - FINGERPRINT_BYTES, null));
    return new BinaryMessageEncoder<GenericRecord>(new GenericData(), earlier).encode(row).array();
  }

  private static Schema released(int version) throws IOException {
    try (InputStream text =
        StoredEventTest.class.getResourceAsStream(
            "/schemas/released/RetryRow/v%d.avsc".formatted(version))) {
      return new Schema.Parser().parse(text);
    }
  }
}
