package io.raptorflow.bus.kafka;

import io.raptorflow.bus.AgentAnswer;
import io.raptorflow.bus.AgentCard;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.AgentTask;
import io.raptorflow.bus.Alert;
import io.raptorflow.bus.BusEvent;
import io.raptorflow.bus.CampaignCommand;
import io.raptorflow.bus.ControlFlag;
import io.raptorflow.bus.CouncilDecision;
import io.raptorflow.bus.CouncilDirective;
import io.raptorflow.bus.DeadLetterRule;
import io.raptorflow.bus.Headers;
import io.raptorflow.bus.Heartbeat;
import io.raptorflow.bus.JobOrder;
import io.raptorflow.bus.JobState;
import io.raptorflow.bus.JournalEntry;
import io.raptorflow.bus.LedgerEntry;
import io.raptorflow.bus.NameUuid;
import io.raptorflow.bus.OperationOutcome;
import io.raptorflow.bus.ProgressFrame;
import io.raptorflow.bus.ReplayOperation;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.WorkspaceId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What the headers say of an event: everything derives from the event, so a retry says the same.
///
/// @param id identity of the event; the dedupe key
/// @param source who speaks, a URI reference (CloudEvents 1.0.2, `source`)
/// @param at when it happened
record EventFacts(
    UUID id, String source, Instant at, @Nullable RunId run, @Nullable WorkspaceId workspace) {

  static EventFacts of(BusEvent event) {
    return switch (event) {
      case AgentAnswer e ->
          new EventFacts(e.id(), agent(e.agent()), e.finishedAt(), e.run(), e.workspace());
      case AgentCard e ->
          new EventFacts(
              NameUuid.of("card", e.agent().value(), e.promptHash(), e.at().toString()),
              agent(e.agent()),
              e.at(),
              null,
              null);
      case AgentTask e ->
          new EventFacts(
              e.work().value(),
              e.agent().isLord() ? "/council" : agent(e.agent().guild().lord()),
              e.at(),
              e.run(),
              e.workspace());
      case Alert e -> new EventFacts(e.id(), "/alerts", e.at(), e.run(), e.workspace());
      case CampaignCommand e -> new EventFacts(e.id(), "/commands", e.at(), e.run(), e.workspace());
      case ControlFlag e ->
          new EventFacts(
              NameUuid.of("flag", e.run().toString(), e.flag().name(), e.at().toString()),
              agent(AgentId.ARCHITECT),
              e.at(),
              e.run(),
              null);
      case CouncilDecision e ->
          new EventFacts(e.id(), agent(e.lord()), e.at(), e.run(), e.workspace());
      case CouncilDirective e ->
          new EventFacts(e.id(), agent(e.from()), e.at(), e.run(), e.workspace());
      case DeadLetterRule e ->
          new EventFacts(
              NameUuid.of("rule", e.name(), Boolean.toString(e.active()), e.at().toString()),
              e.origin() == DeadLetterRule.Origin.OPERATOR ? "/operators" : "/dlq-replayer",
              e.at(),
              null,
              null);
      case Heartbeat e ->
          new EventFacts(
              NameUuid.of("heartbeat", e.agent().value(), e.host(), e.at().toString()),
              agent(e.agent()),
              e.at(),
              null,
              null);
      case JournalEntry e ->
          new EventFacts(NameUuid.of("journal", e.call()), "/journal", e.at(), null, null);
      case LedgerEntry e ->
          new EventFacts(
              NameUuid.of("ledger", e.call(), e.source().name(), e.at().toString()),
              agent(e.agent()),
              e.at(),
              e.run(),
              e.workspace());
      case ProgressFrame e ->
          new EventFacts(
              NameUuid.of(
                  "frame",
                  e.run().toString(),
                  e.kind(),
                  e.node(),
                  e.agent(),
                  e.text(),
                  e.detail(),
                  e.at().toString()),
              agent(AgentId.HERALD),
              e.at(),
              e.run(),
              e.workspace());
      case JobOrder e ->
          new EventFacts(
              NameUuid.of("order", e.job().toString(), e.at().toString(), e.body().toString()),
              "/operators",
              e.at(),
              null,
              null);
      case JobState e ->
          new EventFacts(
              NameUuid.of("job", e.job().toString(), e.at().toString(), e.toString()),
              "/dlq-replayer",
              e.at(),
              null,
              null);
      case OperationOutcome e ->
          new EventFacts(
              NameUuid.of("outcome", e.operation().toString(), e.kind().name()),
              "/dlq-replayer",
              e.at(),
              null,
              null);
      case ReplayOperation e -> new EventFacts(e.id(), "/operators", e.at(), null, null);
      case RetryRow e ->
          new EventFacts(
              NameUuid.of("retry", e.work().toString(), Integer.toString(e.version())),
              "/dlq-replayer",
              e.at(),
              e.run(),
              null);
    };
  }

  /// Headers of an event: CloudEvents in binary mode, whose run and tenant it is, and for a task
  /// what its reader needs before it decodes.
  static Map<String, String> headers(BusEvent event) {
    EventFacts facts = of(event);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(Headers.CE_SPECVERSION, "1.0");
    headers.put(Headers.CE_ID, facts.id.toString());
    headers.put(Headers.CE_TYPE, "io.raptorflow." + event.getClass().getSimpleName() + ".v1");
    headers.put(Headers.CE_SOURCE, facts.source);
    headers.put(Headers.CE_SUBJECT, event.key());
    headers.put(Headers.CE_TIME, facts.at.toString());
    headers.put(Headers.CONTENT_TYPE, "application/avro");
    if (facts.run != null) {
      headers.put(Headers.RUN_ID, facts.run.toString());
    }
    if (facts.workspace != null) {
      headers.put(Headers.WORKSPACE, facts.workspace.value());
    }
    if (event instanceof AgentTask task) {
      headers.put(Headers.WORK_ID, task.work().toString());
      headers.put(Headers.AGENT, task.agent().value());
      headers.put(Headers.PRIORITY, task.lane().name());
      headers.put(Headers.DEADLINE, Long.toString(task.deadline().toEpochMilli()));
    }
    if (event instanceof AgentAnswer answer) {
      headers.put(Headers.WORK_ID, answer.work().toString());
      headers.put(Headers.AGENT, answer.agent().value());
      headers.put(Headers.OUTCOME, answer.outcome().name());
    }
    return headers;
  }

  private static String agent(AgentId agent) {
    return "/agents/" + agent;
  }
}
