package io.raptorflow.lords;

import io.raptorflow.bus.RunId;
import io.raptorflow.bus.WorkspaceId;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Everything that a Lord keeps for one run: its state, its timers, and the book-keeping of its
/// decisions.
///
/// @param sequence number of its last decision; 0 when there is none
/// @param consumed positions of the events read since its last decision
/// @param timers due times by name
public record Desk<S>(
    RunId run,
    WorkspaceId workspace,
    int sequence,
    List<String> consumed,
    Map<String, Instant> timers,
    S state) {
  public Desk {
    consumed = List.copyOf(consumed);
    timers = Collections.unmodifiableMap(new TreeMap<>(timers));
  }

  public static <S> Desk<S> blank(RunId run, WorkspaceId workspace, S state) {
    return new Desk<>(run, workspace, 0, List.of(), Map.of(), state);
  }
}
