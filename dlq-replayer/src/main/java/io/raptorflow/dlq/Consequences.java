package io.raptorflow.dlq;

import io.raptorflow.bus.AgentAnswer;
import io.raptorflow.bus.AgentTask;
import io.raptorflow.bus.Alert;
import io.raptorflow.bus.BusEvent;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.DeadLetterRule;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.Headers;
import io.raptorflow.bus.NameUuid;
import io.raptorflow.bus.OperationOutcome;
import io.raptorflow.bus.Outgoing;
import io.raptorflow.bus.ProgressFrame;
import io.raptorflow.bus.ReplayTerms;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.Spend;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.WorkspaceId;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.UndecodableRecord;
import io.raptorflow.dlq.RetryDecision.Effect;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/// The records that a decision on failed work leads to.
final class Consequences {
  /// Why the work was given up, on [Topic#DLQ_MAX_RETRIES_EXCEEDED].
  static final String GAVE_UP = "raptor-gave-up";

  private static final WorkspaceId NOBODY = new WorkspaceId("system");

  private final Bus bus;

  Consequences(Bus bus) {
    this.bus = bus;
  }

  Emission row(RetryRow row) {
    return event(Outgoing.to(Topic.DLQ_STATE, row));
  }

  Emission report(OperationOutcome outcome) {
    return event(Outgoing.to(Topic.DLQ_OUTCOMES, outcome));
  }

  /// The retry: original key and headers, to the topic that it failed on.
  ///
  /// @param value the original bytes, or an operator's in their place
  static Emission fire(
      Effect.Fire fire, ConsumerRecord<byte[], byte[]> letter, byte @Nullable [] value) {
    return new Emission(
        topic(fire.row()),
        Letters.originalKey(letter),
        value,
        Letters.retryHeaders(letter, fire.row(), fire.attempt(), fire.deadline()));
  }

  /// Where work is sent: to the topic that it failed on, unless an operator says otherwise.
  static String topic(RetryRow row) {
    ReplayTerms terms = row.terms();
    return terms == null || terms.to() == null ? row.originalTopic() : terms.to();
  }

  Emission rule(DeadLetterRule rule) {
    return event(Outgoing.to(Topic.DLQ_RULES, rule));
  }

  List<Emission> hold(Effect.Hold hold, Instant now) {
    RetryRow row = hold.row();
    String text =
        "%s waits: %s".formatted(row.agent().isEmpty() ? row.group() : row.agent(), hold.why());
    Map<String, Object> detail =
        Map.of(
            "work", row.work().toString(),
            "rule", String.valueOf(row.heldBy()),
            "failure", row.failure().name());
    return frame(row, "agent.held", text, detail, now);
  }

  List<Emission> announce(Effect.Announce announce, Instant now) {
    RetryRow row = announce.row();
    String text =
        "%s tries again in %s (%s): %s"
            .formatted(
                row.agent().isEmpty() ? row.group() : row.agent(),
                seconds(announce.delay()),
                "retry %d of %d".formatted(row.failures(), announce.retries()),
                row.failure());
    Map<String, Object> detail =
        Map.of(
            "work", row.work().toString(),
            "attempt", row.failures(),
            "delayMillis", announce.delay().toMillis(),
            "failure", row.failure().name());
    return frame(row, "agent.retrying", text, detail, now);
  }

  /// What people who watch the run see; nothing when the row knows no run.
  private List<Emission> frame(
      RetryRow row, String kind, String text, Map<String, Object> detail, Instant now) {
    RunId run = row.run();
    if (run == null) {
      return List.of();
    }
    return List.of(
        event(
            Outgoing.to(
                Topic.STATE_UPDATE,
                new ProgressFrame(
                    run,
                    workspace(row),
                    kind,
                    -1,
                    "",
                    row.agent(),
                    text,
                    CanonicalJson.write(detail),
                    now))));
  }

  /// The dead letter for operators, the answer that lets the Lord go on, and an alert.
  List<Emission> giveUp(
      Effect.GiveUp giveUp, Optional<ConsumerRecord<byte[], byte[]>> letter, Instant now) {
    RetryRow row = giveUp.row();
    List<Emission> emissions = new ArrayList<>();
    letter.ifPresent(
        found -> {
          RecordHeaders headers = new RecordHeaders(found.headers());
          Letters.set(headers, GAVE_UP, giveUp.why());
          emissions.add(
              new Emission(
                  Topic.DLQ_MAX_RETRIES_EXCEEDED.topicName(), found.key(), found.value(), headers));
        });
    letter
        .flatMap(found -> task(row, found))
        .ifPresent(task -> emissions.add(event(answer(task, giveUp, now))));
    if (row.failure() != FailureClass.EXPIRED) {
      emissions.add(event(alert(giveUp, now)));
    }
    return emissions;
  }

  private Optional<AgentTask> task(RetryRow row, ConsumerRecord<byte[], byte[]> letter) {
    if (Topic.of(row.originalTopic()).filter(Topic.AGENT_INBOX::equals).isEmpty()) {
      return Optional.empty();
    }
    try {
      BusEvent event = bus.codec().decode(row.originalTopic(), letter.value());
      return event instanceof AgentTask task ? Optional.of(task) : Optional.empty();
    } catch (UndecodableRecord poison) {
      return Optional.empty();
    }
  }

  private static Outgoing answer(AgentTask task, Effect.GiveUp giveUp, Instant now) {
    RetryRow row = giveUp.row();
    AgentAnswer answer =
        new AgentAnswer(
            NameUuid.of("gave-up", task.work().toString(), Integer.toString(row.failures())),
            task.work(),
            task.run(),
            task.workspace(),
            task.node(),
            task.agent(),
            task.round(),
            AgentAnswer.Outcome.GAVE_UP,
            "",
            null,
            List.of(row.failure() + ": " + row.message(), giveUp.why()),
            "",
            "none",
            AgentAnswer.Authorship.COMPUTATION,
            Spend.NOTHING,
            row.firstFailedAt(),
            now);
    return Outgoing.to(Topic.broadcast(task.agent().guild()), answer);
  }

  private static Outgoing alert(Effect.GiveUp giveUp, Instant now) {
    RetryRow row = giveUp.row();
    boolean forOperators = row.failure() == FailureClass.AUTH;
    Alert alert =
        new Alert(
            NameUuid.of("gave-up", row.work().toString(), Integer.toString(row.failures())),
            workspace(row),
            row.run(),
            forOperators ? "critical" : "warning",
            (row.agent().isEmpty() ? row.group() : row.agent()) + " could not finish its work",
            "%s: %s; %s. See `raptor dlq show %s`."
                .formatted(row.failure(), row.message(), giveUp.why(), row.work()),
            now);
    return Outgoing.to(forOperators ? Topic.ALERT_CRITICAL : Topic.ALERT_WARNING, alert);
  }

  private Emission event(Outgoing out) {
    ProducerRecord<byte[], byte[]> record = bus.outbox().record(out);
    return new Emission(record.topic(), record.key(), record.value(), record.headers());
  }

  private static WorkspaceId workspace(RetryRow row) {
    try {
      return new WorkspaceId(row.workspace());
    } catch (IllegalArgumentException unknown) {
      return NOBODY;
    }
  }

  private static String seconds(Duration delay) {
    long tenths = delay.toMillis() / 100;
    return tenths >= 100 ? tenths / 10 + " s" : tenths / 10 + "." + tenths % 10 + " s";
  }

  /// Whether the answer in a record ends the wait for its work.
  static boolean isOutcome(org.apache.kafka.common.header.Headers headers) {
    return Letters.text(headers, Headers.OUTCOME)
        .filter(outcome -> !outcome.equals(AgentAnswer.Outcome.GAVE_UP.name()))
        .isPresent();
  }
}
