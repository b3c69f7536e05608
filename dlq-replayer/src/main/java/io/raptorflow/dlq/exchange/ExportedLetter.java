package io.raptorflow.dlq.exchange;

import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.WorkId;
import io.raptorflow.bus.kafka.DeadLetters;
import io.raptorflow.dlq.Edits;
import io.raptorflow.dlq.foreign.Adoption;
import io.raptorflow.dlq.foreign.Origin;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/// One dead letter as it stands in a file: what its row says, where it came from, and all bytes.
///
/// @param facts what is known of the work
/// @param letter where the dead letter lay
/// @param original where the record lay that failed
/// @param key original record key, or null when it had none
/// @param value original record value, or null when it had none
/// @param headers headers of the dead letter in their order, without those for the original key and
///   for an edit
/// @param edited value that an operator wants sent in place of the original one, or null
public record ExportedLetter(
    Facts facts,
    Coordinates letter,
    Original original,
    byte @Nullable [] key,
    byte @Nullable [] value,
    List<ExportedHeader> headers,
    byte @Nullable [] edited) {

  /// What the row said when it was exported; see [RetryRow].
  public record Facts(
      WorkId work,
      RetryRow.Status status,
      String agent,
      String workspace,
      Optional<RunId> run,
      FailureClass failure,
      String fingerprint,
      String message,
      String group,
      int failures,
      int replays,
      Instant firstFailedAt,
      Instant lastFailedAt,
      List<String> history) {

    public Facts {
      agent = wellFormed(agent);
      workspace = wellFormed(workspace);
      fingerprint = wellFormed(fingerprint);
      message = wellFormed(message);
      group = wellFormed(group);
      history = history.stream().map(ExportedLetter::wellFormed).toList();
    }

    static Facts of(RetryRow row) {
      return new Facts(
          row.work(),
          row.status(),
          row.agent(),
          row.workspace(),
          Optional.ofNullable(row.run()),
          row.failure(),
          row.fingerprint(),
          row.message(),
          row.group(),
          row.failures(),
          row.replays(),
          row.firstFailedAt(),
          row.lastFailedAt(),
          row.history());
    }
  }

  /// Place and time of the record that failed, as far as they are known.
  public record Original(
      Optional<String> topic,
      Optional<Integer> partition,
      Optional<Long> offset,
      Optional<Instant> timestamp) {

    public Original {
      topic = topic.map(ExportedLetter::wellFormed);
    }

    static Original of(Origin origin) {
      return new Original(
          origin.topic(),
          origin.partition().stream().boxed().findFirst(),
          origin.offset().stream().boxed().findFirst(),
          origin.timestamp());
    }
  }

  /// One header; names may repeat.
  ///
  /// @param value null when the header has none
  public record ExportedHeader(String name, byte @Nullable [] value) {
    // Spelled out: a compact one loses the mark on its arrays for who compiles against it.
    public ExportedHeader(String name, byte @Nullable [] value) {
      this.name = wellFormed(name);
      this.value = copy(value);
    }

    @Override
    public byte @Nullable [] value() {
      return copy(value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof ExportedHeader(String otherName, byte[] otherValue)
          && name.equals(otherName)
          && Arrays.equals(value, otherValue);
    }

    @Override
    public int hashCode() {
      return 31 * name.hashCode() + Arrays.hashCode(value);
    }
  }

  private static final int SCHEMA_ID_BYTES = 5;

  // Spelled out: a compact one loses the marks on its arrays for who compiles against it.
  public ExportedLetter(
      Facts facts,
      Coordinates letter,
      Original original,
      byte @Nullable [] key,
      byte @Nullable [] value,
      List<ExportedHeader> headers,
      byte @Nullable [] edited) {
    this.facts = facts;
    this.letter = letter;
    this.original = original;
    this.key = copy(key);
    this.value = copy(value);
    this.headers = List.copyOf(headers);
    this.edited = copy(edited);
  }

  /// What stands in the log.
  ///
  /// @param record the dead letter that the row points to
  /// @param edited what its edit has sent, or null when there was none
  public static ExportedLetter of(
      RetryRow row, ConsumerRecord<byte[], byte[]> record, byte @Nullable [] edited) {
    Header originalKey = record.headers().lastHeader(DeadLetters.ORIGINAL_KEY);
    List<ExportedHeader> headers = new ArrayList<>();
    for (Header header : record.headers()) {
      if (!header.equals(originalKey) && !header.key().equals(Edits.HEADER)) {
        headers.add(new ExportedHeader(header.key(), header.value()));
      }
    }
    return new ExportedLetter(
        Facts.of(row),
        row.letter(),
        Original.of(Adoption.origin(record)),
        originalKey == null ? null : originalKey.value(),
        record.value(),
        headers,
        edited);
  }

  @Override
  public byte @Nullable [] key() {
    return copy(key);
  }

  @Override
  public byte @Nullable [] value() {
    return copy(value);
  }

  @Override
  public byte @Nullable [] edited() {
    return copy(edited);
  }

  /// Id of the value's schema, where the value has Confluent's wire format: a zero byte and a
  /// big-endian `int`.
  public OptionalInt schemaId() {
    byte[] bytes = value;
    return bytes != null && bytes.length >= SCHEMA_ID_BYTES && bytes[0] == 0
        ? OptionalInt.of(ByteBuffer.wrap(bytes).getInt(1))
        : OptionalInt.empty();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ExportedLetter that
        && facts.equals(that.facts)
        && letter.equals(that.letter)
        && original.equals(that.original)
        && Arrays.equals(key, that.key)
        && Arrays.equals(value, that.value)
        && headers.equals(that.headers)
        && Arrays.equals(edited, that.edited);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        facts,
        letter,
        original,
        Arrays.hashCode(key),
        Arrays.hashCode(value),
        headers,
        Arrays.hashCode(edited));
  }

  /// Half a surrogate pair, left by a cut, has no UTF-8 and would not come back as it went.
  private static String wellFormed(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private static byte @Nullable [] copy(byte @Nullable [] bytes) {
    return bytes == null ? null : bytes.clone();
  }
}
