package io.raptorflow.bus;

import java.time.Instant;

/// One line of progress for people; the offset is the frame's id.
///
/// @param kind for example `wave.started`, `agent.answered`, `gate.waiting`, `run.finished`
/// @param wave -1 when none
/// @param node empty when none
/// @param agent agent id, empty when none
/// @param detail JSON object with further facts
public record ProgressFrame(
    RunId run,
    WorkspaceId workspace,
    String kind,
    int wave,
    String node,
    String agent,
    String text,
    String detail,
    Instant at)
    implements BusEvent {

  @Override
  public String key() {
    return run.toString();
  }
}
