package io.raptorflow.ingress.projection;

import io.raptorflow.bus.AgentAnswer;
import io.raptorflow.bus.AgentCard;
import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.BusEvent;
import io.raptorflow.bus.CampaignCommand;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.CouncilDecision;
import io.raptorflow.bus.Heartbeat;
import io.raptorflow.bus.LedgerEntry;
import io.raptorflow.bus.Payload;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.WorkspaceId;
import io.raptorflow.bus.kafka.Claims;
import io.raptorflow.ingress.db.Database;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.JacksonException;

/// Events as rows. Every row is keyed by what the event is, so a repeated event changes nothing,
/// and no row depends on which of two topics was read first.
final class RowWriter {
  private static final Logger LOG = LoggerFactory.getLogger(RowWriter.class);

  private static final int TITLE_CHARACTERS_MAX = 120;

  private final Claims claims;

  RowWriter(Claims claims) {
    this.claims = claims;
  }

  void write(Database.Session session, BusEvent event, long offset) {
    switch (event) {
      case CampaignCommand command -> write(session.enter(command.workspace()), command, offset);
      case CouncilDecision decision -> write(session.enter(decision.workspace()), decision, offset);
      case AgentAnswer answer -> write(session.enter(answer.workspace()), answer, offset);
      case LedgerEntry entry -> write(session.enter(entry.workspace()), entry);
      case AgentCard card -> write(session.outside(), card);
      case Heartbeat heartbeat -> write(session.outside(), heartbeat);
      case io.raptorflow.bus.AgentTask _,
          io.raptorflow.bus.Alert _,
          io.raptorflow.bus.ControlFlag _,
          io.raptorflow.bus.CouncilDirective _,
          io.raptorflow.bus.DeadLetterRule _,
          io.raptorflow.bus.JobOrder _,
          io.raptorflow.bus.JobState _,
          io.raptorflow.bus.JournalEntry _,
          io.raptorflow.bus.OperationOutcome _,
          io.raptorflow.bus.ProgressFrame _,
          io.raptorflow.bus.ReplayOperation _,
          io.raptorflow.bus.RetryRow _ -> {}
    }
  }

  void write(Database.Session session, Failure failure) {
    session
        .enter(failure.workspace())
        .sql("insert into failure values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing")
        .params(
            failure.workspace().value(),
            failure.at().topic(),
            failure.at().partition(),
            failure.at().offset(),
            failure.run().value(),
            clean(failure.agent()),
            clean(failure.reasonClass()))
        .update();
  }

  private void write(JdbcClient sql, CampaignCommand command, long offset) {
    open(sql, command.workspace(), command.run(), command.at());
    int fresh =
        sql.sql("insert into command values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing")
            .params(
                command.workspace().value(),
                command.id(),
                command.run().value(),
                command.body().getClass().getSimpleName(),
                clean(command.issuedBy()),
                time(command.at()),
                CanonicalJson.write(detail(command.body())),
                offset)
            .update();
    if (fresh == 0) {
      return;
    }
    Source source = new Source(command.workspace(), command.run(), command.id(), "", offset);
    switch (command.body()) {
      case CampaignCommand.LaunchCampaign launch -> {
        documents(sql, source, brought(launch.brief(), launch.sources()));
        entitle(sql, command, brandOf(launch.brief()));
      }
      case CampaignCommand.StartWorkflow start -> {
        documents(sql, source, brought(start.brief(), start.sources()));
        entitle(sql, command, brandOf(start.brief()));
      }
      case CampaignCommand.InvokeAgent invoke -> {
        documents(sql, source, invoke.inputs());
        entitle(sql, command, invoke.agent().value());
      }
      case CampaignCommand.Approve _,
          CampaignCommand.SendBack _,
          CampaignCommand.Pause _,
          CampaignCommand.Resume _,
          CampaignCommand.Cancel _,
          CampaignCommand.Feedback _ -> {}
    }
  }

  /// The first title stays: a run is launched once.
  private static void entitle(JdbcClient sql, CampaignCommand command, String title) {
    sql.sql("update run set title = ? where workspace = ? and run = ? and title = ''")
        .params(clean(title), command.workspace().value(), command.run().value())
        .update();
  }

  private String brandOf(Payload brief) {
    try {
      String name = CanonicalJson.read(claims.fetch(brief)).at("/brand/name").asString("");
      return name.length() <= TITLE_CHARACTERS_MAX ? name : name.substring(0, TITLE_CHARACTERS_MAX);
    } catch (Claims.ClaimLost | JacksonException unreadable) {
      return "";
    }
  }

  private static List<Attachment> brought(Payload brief, List<Attachment> sources) {
    List<Attachment> all = new ArrayList<>(sources);
    all.add(new Attachment("brief", Attachment.JSON, brief));
    return all;
  }

  private static Map<String, Object> detail(CampaignCommand.Body body) {
    Map<String, Object> detail = new TreeMap<>();
    switch (body) {
      case CampaignCommand.LaunchCampaign launch -> {
        detail.put("brief", launch.brief().sha256());
        detail.put("lane", launch.lane().name());
        detail.put("budgetUsd", launch.budgetUsd());
      }
      case CampaignCommand.StartWorkflow start -> {
        detail.put("workflow", start.workflow());
        detail.put("brief", start.brief().sha256());
        detail.put("lane", start.lane().name());
        detail.put("budgetUsd", start.budgetUsd());
      }
      case CampaignCommand.InvokeAgent invoke -> {
        detail.put("agent", invoke.agent().value());
        detail.put("lane", invoke.lane().name());
        detail.put("inputs", invoke.inputs().stream().map(i -> i.body().sha256()).toList());
      }
      case CampaignCommand.Approve approve -> {
        detail.put("gate", approve.gate());
        detail.put("by", approve.by());
        detail.put("note", approve.note());
        detail.put("seen", approve.seen());
      }
      case CampaignCommand.SendBack sent -> {
        detail.put("gate", sent.gate());
        detail.put("by", sent.by());
        detail.put("note", sent.note());
        detail.put("seen", sent.seen());
      }
      case CampaignCommand.Pause pause -> {
        detail.put("by", pause.by());
        detail.put("why", pause.why());
      }
      case CampaignCommand.Resume resume -> detail.put("by", resume.by());
      case CampaignCommand.Cancel cancel -> {
        detail.put("by", cancel.by());
        detail.put("why", cancel.why());
      }
      case CampaignCommand.Feedback feedback -> {
        detail.put("by", feedback.by());
        detail.put("text", feedback.text());
      }
    }
    return detail;
  }

  private void write(JdbcClient sql, CouncilDecision decision, long offset) {
    open(sql, decision.workspace(), decision.run(), decision.at());
    int fresh =
        sql.sql(
                "insert into decision values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                    + " on conflict do nothing")
            .params(
                decision.workspace().value(),
                decision.id(),
                decision.run().value(),
                decision.lord().value(),
                decision.sequence(),
                clean(decision.node()),
                decision.kind().name(),
                clean(decision.what()),
                clean(decision.why()),
                clean(decision.consumed()),
                clean(decision.restsOn()),
                decision.spend().promptTokens(),
                decision.spend().completionTokens(),
                decision.spend().modelCalls(),
                decision.spend().costUsd(),
                clean(decision.hash()),
                time(decision.at()),
                offset)
            .update();
    if (fresh > 0) {
      documents(
          sql,
          new Source(decision.workspace(), decision.run(), decision.id(), decision.hash(), offset),
          decision.outputs());
    }
  }

  private void write(JdbcClient sql, AgentAnswer answer, long offset) {
    open(sql, answer.workspace(), answer.run(), answer.startedAt());
    Payload output = answer.output();
    int fresh =
        sql.sql(
                "insert into answer values"
                    + " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                    + " on conflict do nothing")
            .params(
                answer.workspace().value(),
                answer.id(),
                answer.run().value(),
                answer.work().value(),
                clean(answer.node()),
                answer.agent().value(),
                answer.round(),
                answer.outcome().name(),
                clean(answer.outputType()),
                output == null ? "" : output.sha256(),
                output == null ? 0 : output.bytes(),
                clean(answer.reasons()),
                clean(answer.promptHash()),
                clean(answer.model()),
                answer.authorship().name(),
                answer.spend().promptTokens(),
                answer.spend().completionTokens(),
                answer.spend().modelCalls(),
                answer.spend().costUsd(),
                time(answer.startedAt()),
                time(answer.finishedAt()),
                offset)
            .update();
    if (fresh > 0 && output != null) {
      body(sql, answer.workspace(), output);
    }
  }

  private static void write(JdbcClient sql, LedgerEntry entry) {
    sql.sql(
            "insert into ledger values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " on conflict do nothing")
        .params(
            entry.workspace().value(),
            clean(entry.call()),
            entry.source().name(),
            time(entry.at()),
            entry.run().value(),
            entry.agent().value(),
            clean(entry.model()),
            clean(entry.tier()),
            clean(entry.routedBecause()),
            entry.promptTokens(),
            entry.completionTokens(),
            entry.costUsd(),
            entry.latencyMillis())
        .update();
  }

  private static void write(JdbcClient sql, AgentCard card) {
    sql.sql(
            "insert into agent values (?, ?, ?) on conflict (agent) do update"
                + " set card = excluded.card, at = excluded.at where agent.at <= excluded.at")
        .params(card.agent().value(), CanonicalJson.write(card), time(card.at()))
        .update();
  }

  private static void write(JdbcClient sql, Heartbeat beat) {
    sql.sql(
            "insert into heartbeat values (?, ?, ?, ?, ?, ?) on conflict (agent, host) do update"
                + " set in_flight = excluded.in_flight, done = excluded.done,"
                + " failed = excluded.failed, at = excluded.at where heartbeat.at <= excluded.at")
        .params(
            beat.agent().value(),
            clean(beat.host()),
            beat.inFlight(),
            beat.done(),
            beat.failed(),
            time(beat.at()))
        .update();
  }

  /// Any event of a run may be read first; the earliest one says when the run was opened.
  private static void open(JdbcClient sql, WorkspaceId workspace, RunId run, Instant at) {
    sql.sql(
            "insert into run (workspace, run, opened_at) values (?, ?, ?)"
                + " on conflict (workspace, run) do update"
                + " set opened_at = excluded.opened_at where run.opened_at > excluded.opened_at")
        .params(workspace.value(), run.value(), time(at))
        .update();
  }

  /// Where documents came from.
  private record Source(WorkspaceId workspace, RunId run, UUID origin, String hash, long offset) {}

  private void documents(JdbcClient sql, Source from, List<Attachment> attachments) {
    for (int i = 0; i < attachments.size(); i++) {
      Attachment attachment = attachments.get(i);
      sql.sql("insert into document values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing")
          .params(
              from.workspace().value(),
              from.origin(),
              i,
              from.run().value(),
              clean(attachment.name()),
              clean(attachment.mediaType()),
              attachment.body().sha256(),
              attachment.body().bytes(),
              clean(from.hash()),
              from.offset())
          .update();
      body(sql, from.workspace(), attachment.body());
    }
  }

  private void body(JdbcClient sql, WorkspaceId workspace, Payload payload) {
    boolean known =
        sql.sql("select true from body where workspace = ? and sha256 = ?")
            .params(workspace.value(), payload.sha256())
            .query(Boolean.class)
            .optional()
            .isPresent();
    if (known) {
      return;
    }
    String text;
    try {
      text = claims.fetch(payload);
    } catch (Claims.ClaimLost lost) {
      LOG.atWarn()
          .addKeyValue("workspaceId", workspace)
          .addKeyValue("sha256", payload.sha256())
          .setCause(lost)
          .log("a body is lost; its document is listed without it");
      return;
    }
    sql.sql("insert into body values (?, ?, ?) on conflict do nothing")
        .params(workspace.value(), payload.sha256(), text.getBytes(StandardCharsets.UTF_8))
        .update();
  }

  private static OffsetDateTime time(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }

  /// PostgreSQL's text refuses U+0000; what a person typed must not stop the projection.
  private static String clean(String text) {
    return text.replace('\u0000', '\ufffd');
  }

  private static String[] clean(List<String> texts) {
    return texts.stream().map(RowWriter::clean).toArray(String[]::new);
  }
}
