package io.raptorflow.bus.kafka;

import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.Outgoing;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How work ended.
public sealed interface WorkResult {

  /// Finished; the events become visible together with the offset.
  record Done(List<Outgoing> out) implements WorkResult {
    public Done {
      out = List.copyOf(out);
    }
  }

  /// Failed, for a known kind of reason; the record becomes a dead letter.
  ///
  /// @param cause what was thrown, or null when nothing was
  /// @param retryAfter how long the other side asked to be left alone, or null
  record Failed(
      FailureClass failure,
      String message,
      @Nullable Throwable cause,
      @Nullable Duration retryAfter)
      implements WorkResult {

    public static Failed because(FailureClass failure, String message) {
      return new Failed(failure, message, null, null);
    }
  }
}
