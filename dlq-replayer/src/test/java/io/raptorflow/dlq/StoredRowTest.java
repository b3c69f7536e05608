package io.raptorflow.dlq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.bus.WorkId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StoredRowTest {
  private static final Instant AT = Instant.parse("2026-03-04T05:06:07.008Z");

  @Test
  void comesBackFromItsBytes() {
    RetryRow row = row(Status.SCHEDULED, AT.plusMillis(5));

    StoredRow read = read(bytes(StoredRow.of(row)));

    assertThat(read.row()).isEqualTo(row);
    assertThat(read.due()).isEqualTo(AT.toEpochMilli() + 5);
    assertThat(read.at()).isEqualTo(AT.toEpochMilli());
  }

  @Test
  void readsWhatAnEarlierVersionWroteAsJson() {
    RetryRow row = row(Status.PARKED, null);
    byte[] json = CanonicalJson.write(row).getBytes(StandardCharsets.UTF_8);
    byte[] head = Arrays.copyOf(bytes(StoredRow.of(row)), 21);
    head[0] = 1;

    StoredRow read = read(ByteBuffer.allocate(21 + json.length).put(head).put(json).array());

    assertThat(read.row()).isEqualTo(row);
    assertThat(read.due()).isEqualTo(StoredRow.NEVER);
  }

  @Test
  void knowsThatNoRetryWaits() {
    StoredRow read = read(bytes(StoredRow.of(row(Status.PARKED, null))));

    assertThat(read.due()).isEqualTo(StoredRow.NEVER);
  }

  @Test
  void knowsThatARuleHoldsIt() {
    StoredRow read = read(bytes(StoredRow.of(row(Status.HELD, null))));

    assertThat(read.due()).isEqualTo(StoredRow.HELD);
    assertThat(read.row().heldBy()).isEqualTo("a-rule");
  }

  @Test
  void isNeverDueEarly() {
    StoredRow row = StoredRow.of(row(Status.SCHEDULED, AT.plusNanos(1)));

    assertThat(row.due()).isEqualTo(AT.toEpochMilli() + 1);
  }

  @Test
  void takesTimesThatNoMillisecondReaches() {
    StoredRow row = StoredRow.of(row(Status.SCHEDULED, Instant.MAX));

    assertThat(row.due()).isLessThan(StoredRow.NEVER).isGreaterThan(AT.toEpochMilli());
  }

  @Test
  void refusesForeignBytes() {
    assertThatThrownBy(() -> read("x".getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("begins with 2")
        .hasMessageContaining("[120]");
    assertThatThrownBy(() -> read(new byte[0])).hasMessageContaining("has 0");
  }

  private static byte[] bytes(StoredRow row) {
    return StoredRow.serde().serializer().serialize("rows", row);
  }

  private static StoredRow read(byte[] bytes) {
    return StoredRow.serde().deserializer().deserialize("rows", bytes);
  }

  private static RetryRow row(Status status, @org.jspecify.annotations.Nullable Instant due) {
    return new RetryRow(
        new WorkId(new UUID(1, 2)),
        status,
        "MTX-001",
        "tarn",
        null,
        FailureClass.TIMEOUT,
        "f",
        "slow",
        "sys.guild.matrix.mtx-001",
        "matrix.mtx-001",
        1,
        0,
        AT,
        AT,
        due,
        new Coordinates("sys.dlq.processing_error", 0, 1),
        List.of("one"),
        null,
        null,
        1,
        null,
        status == Status.HELD ? "a-rule" : null,
        null,
        1,
        List.of(),
        AT);
  }
}
