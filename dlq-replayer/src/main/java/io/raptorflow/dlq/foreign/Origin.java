package io.raptorflow.dlq.foreign;

import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.FailureClass;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Where a dead letter came from and why, as far as its headers say.
///
/// @param topic topic that the record failed on
/// @param partition its partition, from 0
/// @param offset its offset, from 0
/// @param timestamp its time, not that of the failure
/// @param group consumer group that failed; of Kafka Connect the connector's name
/// @param exception fully qualified class; the cause where the outer class is only a wrapper
/// @param attempts how often it was tried, from 1
/// @param notes what could not be read and why, one sentence each
public record Origin(
    ForeignFamily family,
    Optional<String> topic,
    OptionalInt partition,
    OptionalLong offset,
    Optional<Instant> timestamp,
    Optional<String> group,
    Optional<String> exception,
    Optional<String> message,
    Optional<String> stackTrace,
    OptionalInt attempts,
    List<String> notes) {
  private static final String CAUSED_BY = "Caused by: ";

  public Origin {
    notes = List.copyOf(notes);
  }

  /// The place of the record that failed; empty unless all three parts are known.
  public Optional<Coordinates> coordinates() {
    return topic.isPresent() && partition.isPresent() && offset.isPresent()
        ? Optional.of(new Coordinates(topic.get(), partition.getAsInt(), offset.getAsLong()))
        : Optional.empty();
  }

  /// The class of the failure, after [FailureTable]: by the exception, or else by the root cause in
  /// the stack trace. TRANSIENT when no row fits, because a fault of the record shows again at the
  /// next try and a fault of the world does not.
  public FailureClass failure() {
    return FailureTable.find(exception.orElse(""), message.orElse(""))
        .or(this::rootFailure)
        .orElse(FailureClass.TRANSIENT);
  }

  private Optional<FailureClass> rootFailure() {
    String stack = stackTrace.orElse("");
    int start = stack.lastIndexOf(CAUSED_BY);
    if (start < 0) {
      return Optional.empty();
    }
    String root = stack.substring(start + CAUSED_BY.length()).lines().findFirst().orElse("");
    int colon = root.indexOf(':');
    return colon < 0
        ? FailureTable.find(root, "")
        : FailureTable.find(root.substring(0, colon), root.substring(colon + 1).strip());
  }

  /// The same with a topic for letters that do not name theirs.
  Origin orOn(String assumed) {
    return topic.isPresent()
        ? this
        : new Origin(
            family,
            Optional.of(assumed),
            partition,
            offset,
            timestamp,
            group,
            exception,
            message,
            stackTrace,
            attempts,
            notes);
  }
}
