package io.raptorflow.dlq;

import io.raptorflow.bus.ReplayOperation;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.kafka.BusCodec;
import java.util.Base64;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/// The bytes that an edit has sent in place of the original ones. They lie in the operator's
/// command, or, of a work that was imported with its edit, in a header of its letter.
public final class Edits {
  /// Header of an imported letter with the edited value.
  public static final String HEADER = "raptor-edited-value";

  /// More would not fit a record beside the command's other fields.
  static final int BYTES_MAX = 512 * 1024;

  private Edits() {}

  static String text(byte[] value) {
    return Base64.getEncoder().encodeToString(value);
  }

  /// The edited value.
  ///
  /// @param at the record at [io.raptorflow.bus.RetryRow#edited]
  /// @throws IllegalArgumentException when the record holds no edit
  /// @throws io.raptorflow.bus.kafka.RegistryUnavailable when the registry cannot answer now
  public static byte[] read(ConsumerRecord<byte[], byte[]> at, BusCodec codec) {
    if (!at.topic().equals(Topic.DLQ_OPS.topicName())) {
      Header header = at.headers().lastHeader(HEADER);
      if (header == null) {
        throw new IllegalArgumentException(
            "the letter at offset %d of %s-%d carries no edit"
                .formatted(at.offset(), at.topic(), at.partition()));
      }
      return header.value();
    }
    ReplayOperation edit = (ReplayOperation) codec.decode(at.topic(), at.value());
    String text = edit.newValue();
    if (text == null) {
      throw new IllegalArgumentException("command " + edit.id() + " is no edit");
    }
    return Base64.getDecoder().decode(text);
  }
}
