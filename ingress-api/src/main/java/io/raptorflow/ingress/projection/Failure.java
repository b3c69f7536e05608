package io.raptorflow.ingress.projection;

import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.Headers;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.WorkspaceId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/// Work of a run that went to the dead letters. Read from headers: the value is as it was when it
/// failed, and may be no event at all.
record Failure(Coordinates at, WorkspaceId workspace, RunId run, String agent, String reasonClass) {

  /// Empty when the dead letter belongs to no run.
  static Optional<Failure> of(ConsumerRecord<byte[], byte[]> letter) {
    try {
      String run = header(letter, Headers.RUN_ID);
      String workspace = header(letter, Headers.WORKSPACE);
      if (run.isEmpty() || workspace.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          new Failure(
              new Coordinates(letter.topic(), letter.partition(), letter.offset()),
              new WorkspaceId(workspace),
              RunId.of(run),
              header(letter, Headers.AGENT),
              header(letter, Headers.REASON_CLASS)));
    } catch (IllegalArgumentException foreign) {
      return Optional.empty();
    }
  }

  private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
    Header header = letter.headers().lastHeader(name);
    return header == null || header.value() == null
        ? ""
        : new String(header.value(), StandardCharsets.UTF_8);
  }
}
