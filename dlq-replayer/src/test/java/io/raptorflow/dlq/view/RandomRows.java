package io.raptorflow.dlq.view;

import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.WorkId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Random failed work over few values, and random filters that often meet it.
final class RandomRows {
  private static final List<String> AGENTS = List.of("", "MUSE-001", "RES-002", "GRD-010");
  private static final List<String> MESSAGES =
      List.of("reset by peer", "429 Too Many Requests", "no field 'brief'", "é \"quoted\"");

  private final SplittableRandom random;
  private final String workspace;
  private final Instant now;

  /// @param now no row is younger
  RandomRows(long seed, String workspace, Instant now) {
    this.random = new SplittableRandom(seed);
    this.workspace = workspace;
    this.now = now;
  }

  /// The one place where these tests build a row.
  static RetryRow row(
      UUID work,
      Status status,
      FailureClass failure,
      String agent,
      String workspace,
      String message,
      Instant first,
      Instant last,
      Coordinates letter,
      int version,
      @Nullable UUID operation,
      List<String> history) {
    return new RetryRow(
        new WorkId(work),
        status,
        agent,
        workspace,
        operation == null ? null : new RunId(new UUID(9, version)),
        failure,
        "cause-" + failure.ordinal() + "-" + Math.floorMod(message.hashCode(), 3),
        message,
        "sys.guild.muse.muse-001",
        "muse.muse-001",
        1 + version % 3,
        version % 4,
        first,
        last,
        status == Status.SCHEDULED ? last.plusSeconds(60) : null,
        letter,
        history,
        operation,
        null,
        version,
        version % 5 == 1 ? new Coordinates(Topic.DLQ_OPS.topicName(), 0, version) : null,
        status == Status.HELD ? "rule-" + version % 3 : null,
        null,
        1,
        List.of(),
        last);
  }

  /// Without history and job, which a view does not keep.
  RetryRow row(UUID work) {
    return row(
        work, new Coordinates(Topic.DLQ_PROCESSING_ERROR.topicName(), 1, random.nextInt(1_000)));
  }

  RetryRow row(UUID work, Coordinates letter) {
    Instant last = now.minus(Duration.ofSeconds(random.nextInt(600)));
    return row(
        work,
        pick(List.of(Status.values())),
        pick(List.of(FailureClass.values())),
        pick(AGENTS),
        workspace,
        pick(MESSAGES),
        last.minus(Duration.ofSeconds(random.nextInt(7_200))),
        last,
        letter,
        random.nextInt(1_000),
        random.nextBoolean() ? new UUID(7, random.nextInt(3)) : null,
        List.of());
  }

  UUID work() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  /// A filter on rows, up to three levels deep.
  String filter() {
    return filter(random.nextInt(3));
  }

  private String filter(int depth) {
    if (depth == 0) {
      return term();
    }
    String left = "(" + filter(depth - 1) + ")";
    String right = "(" + filter(depth - 1) + ")";
    return switch (random.nextInt(3)) {
      case 0 -> left + " and " + right;
      case 1 -> left + " or " + right;
      default -> "not " + left;
    };
  }

  private String term() {
    return switch (random.nextInt(12)) {
      case 0 -> "status=" + pick(List.of(Status.values()));
      case 1 -> "reason!=" + pick(List.of(FailureClass.values()));
      case 2 -> "agent=\"" + pick(AGENTS) + "\"";
      case 3 -> "message~\"429|field\"";
      case 4 -> "failures>=" + random.nextInt(4);
      case 5 -> "replays<" + random.nextInt(4);
      case 6 -> "edited";
      case 7 -> "operation=" + new UUID(7, random.nextInt(3));
      case 8 -> "run!=null";
      case 9 -> "due=null";
      case 10 -> "last<" + now.minus(Duration.ofSeconds(random.nextInt(600)));
      default -> "fingerprint in (\"cause-1-0\", \"cause-1-1\", \"cause-3-2\")";
    };
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
