package io.raptorflow.dlq;

import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.ReplayOperation;
import io.raptorflow.bus.ReplayTerms;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.WorkId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The next row of a work while it is made: what is not changed stays as it was.
final class RowDraft {
  private final WorkId work;
  private String agent;
  private String workspace;
  private @Nullable RunId run;
  private FailureClass failure;
  private String fingerprint;
  private String message;
  private String originalTopic;
  private String group;
  private int failures;
  private int replays;
  private final Instant firstFailedAt;
  private Instant lastFailedAt;
  private Coordinates letter;
  private final List<String> history;
  private @Nullable UUID operation;
  private @Nullable UUID job;
  private final int version;
  private @Nullable Coordinates edited;
  private @Nullable String heldBy;
  private @Nullable ReplayTerms terms;
  private int sameCause;
  private List<String> hosts;

  private RowDraft(Letter first) {
    this.work = first.work();
    this.firstFailedAt = first.firstFailedAt();
    this.history = new ArrayList<>();
    this.version = 0;
    this.agent = first.agent();
    this.workspace = first.workspace();
    this.run = first.run().orElse(null);
    this.failure = first.failure();
    this.fingerprint = first.fingerprint();
    this.message = first.message();
    this.originalTopic = first.originalTopic();
    this.group = first.group();
    this.lastFailedAt = first.failedAt();
    this.letter = first.at();
    this.hosts = List.of();
  }

  private RowDraft(RetryRow row) {
    this.work = row.work();
    this.agent = row.agent();
    this.workspace = row.workspace();
    this.run = row.run();
    this.failure = row.failure();
    this.fingerprint = row.fingerprint();
    this.message = row.message();
    this.originalTopic = row.originalTopic();
    this.group = row.group();
    this.failures = row.failures();
    this.replays = row.replays();
    this.firstFailedAt = row.firstFailedAt();
    this.lastFailedAt = row.lastFailedAt();
    this.letter = row.letter();
    this.history = new ArrayList<>(row.history());
    this.operation = row.operation();
    this.job = row.job();
    this.version = row.version();
    this.edited = row.edited();
    this.heldBy = row.heldBy();
    this.terms = row.terms();
    this.sameCause = row.sameCause();
    this.hosts = row.hosts();
  }

  /// The first row of a work.
  static RowDraft of(Letter first) {
    return new RowDraft(first).failed(first);
  }

  static RowDraft from(RetryRow row) {
    return new RowDraft(row);
  }

  /// Takes a failure in.
  RowDraft failed(Letter failed) {
    boolean same = failed.fingerprint().equals(fingerprint);
    sameCause = same ? sameCause + 1 : 1;
    hosts = hosts(same ? hosts : List.of(), failed.host());
    heldBy = null;
    terms = null;
    agent = failed.agent();
    workspace = failed.workspace();
    run = failed.run().orElse(null);
    failure = failed.failure();
    fingerprint = failed.fingerprint();
    message = failed.message();
    originalTopic = failed.originalTopic();
    group = failed.group();
    failures = failed.attempt() + 1;
    lastFailedAt = failed.failedAt();
    // An edited version failed as the last letter says, but its bytes stay where the edit is: the
    // letter of a first failure is the only one with the original bytes.
    letter = edited == null ? failed.at() : letter;
    return note(
        "%s failure %d: %s %s"
            .formatted(failed.failedAt(), failures, failed.failure(), failed.message()));
  }

  private static List<String> hosts(List<String> known, String host) {
    if (host.isEmpty() || known.contains(host) || known.size() == RetryRow.HOSTS_MAX) {
      return known;
    }
    return Stream.concat(known.stream(), Stream.of(host)).toList();
  }

  /// @param rule what holds the work
  RowDraft heldBy(String rule) {
    heldBy = rule;
    return this;
  }

  /// No rule holds the work any more.
  RowDraft released() {
    heldBy = null;
    return this;
  }

  /// The work was answered: nothing is left to ask.
  RowDraft withoutTerms() {
    heldBy = null;
    terms = null;
    return this;
  }

  /// Takes a command in.
  RowDraft commanded(ReplayOperation command, Instant now) {
    // A job's replay that waits for its turn stays the job's when its bytes are edited.
    boolean waits = job != null && terms != null && command.verb() == ReplayOperation.Verb.EDIT;
    operation = command.id();
    job = waits ? job : command.job();
    return note("%s %s by %s: %s".formatted(now, command.verb(), command.by(), command.why()));
  }

  /// The last command has had its outcome: what comes later is not the job's doing.
  RowDraft withoutJob() {
    job = null;
    return this;
  }

  /// The same work was sent anew after its end, with bytes of its own.
  RowDraft withoutEdit() {
    edited = null;
    return this;
  }

  /// Terms tell an operator's replay from the replayer's own retry, so they are always there.
  RowDraft replayed(@Nullable ReplayTerms asked) {
    replays++;
    terms = asked == null ? ReplayTerms.ordinary() : asked;
    heldBy = null;
    return this;
  }

  /// @param at where the command with the new bytes lies
  RowDraft edited(Coordinates at) {
    edited = at;
    return this;
  }

  /// The letter brought the new bytes along.
  RowDraft editedIn(Letter brought) {
    letter = brought.at();
    edited = brought.at();
    return this;
  }

  RowDraft note(String line) {
    history.add(line);
    return this;
  }

  /// @param due when it is tried again; given exactly for SCHEDULED
  RetryRow build(Status status, @Nullable Instant due, Instant now) {
    return new RetryRow(
        work,
        status,
        agent,
        workspace,
        run,
        failure,
        fingerprint,
        message,
        originalTopic,
        group,
        failures,
        replays,
        firstFailedAt,
        lastFailedAt,
        due,
        letter,
        history.subList(Math.max(0, history.size() - RetryRow.HISTORY_MAX), history.size()),
        operation,
        job,
        version + 1,
        edited,
        heldBy,
        terms,
        sameCause,
        hosts,
        now);
  }

  RetryRow build(Status status, Instant now) {
    return build(status, null, now);
  }
}
