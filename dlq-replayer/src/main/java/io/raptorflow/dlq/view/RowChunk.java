package io.raptorflow.dlq.view;

import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.WorkId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Rows in columns: about 155 bytes each beside their texts, which equal rows share. Of a row
/// everything is kept that a filter may ask for; its history and its job are not. Not thread-safe.
final class RowChunk {
  static final int ROWS = 1 << 14;

  private static final Status[] STATUSES = Status.values();
  private static final FailureClass[] REASONS = FailureClass.values();
  private static final byte HAS_RUN = 1;
  private static final byte HAS_OPERATION = 2;
  private static final byte HAS_DUE = 4;
  private static final byte IS_EDITED = 8;

  private final long[] workHigh = new long[ROWS];
  private final long[] workLow = new long[ROWS];
  private final long[] runHigh = new long[ROWS];
  private final long[] runLow = new long[ROWS];
  private final long[] operationHigh = new long[ROWS];
  private final long[] operationLow = new long[ROWS];
  private final long[] first = new long[ROWS];
  private final long[] last = new long[ROWS];
  private final long[] due = new long[ROWS];
  private final long[] written = new long[ROWS];
  private final long[] offset = new long[ROWS];
  private final long[] letterOffset = new long[ROWS];
  private final short[] partition = new short[ROWS];
  private final short[] letterPartition = new short[ROWS];
  private final int[] failures = new int[ROWS];
  private final int[] replays = new int[ROWS];
  private final int[] version = new int[ROWS];
  private final byte[] status = new byte[ROWS];
  private final byte[] reason = new byte[ROWS];
  private final byte[] marks = new byte[ROWS];
  private final @Nullable String[] agent = new @Nullable String[ROWS];
  private final @Nullable String[] workspace = new @Nullable String[ROWS];
  private final @Nullable String[] fingerprint = new @Nullable String[ROWS];
  private final @Nullable String[] message = new @Nullable String[ROWS];
  private final @Nullable String[] topic = new @Nullable String[ROWS];
  private final @Nullable String[] group = new @Nullable String[ROWS];
  private final @Nullable String[] letterTopic = new @Nullable String[ROWS];
  private final @Nullable String[] heldBy = new @Nullable String[ROWS];

  /// @param shared gives the one text that stands for all equal ones
  void put(int at, RetryRow row, int rowPartition, long rowOffset, UnaryOperator<String> shared) {
    workHigh[at] = row.work().value().getMostSignificantBits();
    workLow[at] = row.work().value().getLeastSignificantBits();
    status[at] = (byte) (row.status().ordinal() + 1);
    reason[at] = (byte) row.failure().ordinal();
    first[at] = row.firstFailedAt().toEpochMilli();
    last[at] = row.lastFailedAt().toEpochMilli();
    written[at] = row.at().toEpochMilli();
    failures[at] = row.failures();
    replays[at] = row.replays();
    version[at] = row.version();
    partition[at] = (short) rowPartition;
    offset[at] = rowOffset;
    letterPartition[at] = (short) row.letter().partition();
    letterOffset[at] = row.letter().offset();
    agent[at] = shared.apply(row.agent());
    workspace[at] = shared.apply(row.workspace());
    fingerprint[at] = shared.apply(row.fingerprint());
    message[at] = shared.apply(row.message());
    topic[at] = shared.apply(row.originalTopic());
    group[at] = shared.apply(row.group());
    letterTopic[at] = shared.apply(row.letter().topic());
    heldBy[at] = row.heldBy() == null ? null : shared.apply(row.heldBy());
    marks[at] = row.edited() == null ? 0 : IS_EDITED;
    putOptional(at, row.run(), row.operation(), row.dueAt());
  }

  private void putOptional(
      int at, @Nullable RunId run, @Nullable UUID operation, @Nullable Instant dueAt) {
    if (run != null) {
      marks[at] |= HAS_RUN;
      runHigh[at] = run.value().getMostSignificantBits();
      runLow[at] = run.value().getLeastSignificantBits();
    }
    if (operation != null) {
      marks[at] |= HAS_OPERATION;
      operationHigh[at] = operation.getMostSignificantBits();
      operationLow[at] = operation.getLeastSignificantBits();
    }
    if (dueAt != null) {
      marks[at] |= HAS_DUE;
      due[at] = dueAt.toEpochMilli();
    }
  }

  void clear(int at) {
    status[at] = 0;
    agent[at] = null;
    workspace[at] = null;
    fingerprint[at] = null;
    message[at] = null;
    topic[at] = null;
    group[at] = null;
    letterTopic[at] = null;
    heldBy[at] = null;
  }

  boolean isLive(int at) {
    return status[at] != 0;
  }

  Status status(int at) {
    return STATUSES[status[at] - 1];
  }

  FailureClass reason(int at) {
    return REASONS[reason[at]];
  }

  long firstFailedMillis(int at) {
    return first[at];
  }

  /// Who failed, as far as it is known.
  String failedBy(int at) {
    String known = text(agent, at);
    return known.isEmpty() ? text(group, at) : known;
  }

  boolean isOf(int at, long high, long low) {
    return workHigh[at] == high && workLow[at] == low;
  }

  long workHigh(int at) {
    return workHigh[at];
  }

  long workLow(int at) {
    return workLow[at];
  }

  boolean isEdited(int at) {
    return (marks[at] & IS_EDITED) != 0;
  }

  /// How the row stands to a place in a list; negative when it comes before that.
  int compare(int at, PageKey key) {
    return PageKey.compare(last[at], workHigh[at], workLow[at], key);
  }

  /// Where the newest record of the row lies on the topic.
  Coordinates place(int at, String stateTopic) {
    return new Coordinates(stateTopic, partition[at], offset[at]);
  }

  /// The row without history, job, terms of a replay, and where it failed.
  ///
  /// @param edited where the command lies that changed the bytes, which is kept elsewhere
  RetryRow row(int at, @Nullable Coordinates edited) {
    return new RetryRow(
        new WorkId(new UUID(workHigh[at], workLow[at])),
        STATUSES[status[at] - 1],
        text(agent, at),
        text(workspace, at),
        has(at, HAS_RUN) ? new RunId(new UUID(runHigh[at], runLow[at])) : null,
        REASONS[reason[at]],
        text(fingerprint, at),
        text(message, at),
        text(topic, at),
        text(group, at),
        failures[at],
        replays[at],
        Instant.ofEpochMilli(first[at]),
        Instant.ofEpochMilli(last[at]),
        has(at, HAS_DUE) ? Instant.ofEpochMilli(due[at]) : null,
        new Coordinates(text(letterTopic, at), letterPartition[at], letterOffset[at]),
        List.of(),
        has(at, HAS_OPERATION) ? new UUID(operationHigh[at], operationLow[at]) : null,
        null,
        version[at],
        edited,
        heldBy[at],
        null,
        1,
        List.of(),
        Instant.ofEpochMilli(written[at]));
  }

  private boolean has(int at, byte mark) {
    return (marks[at] & mark) != 0;
  }

  private static String text(@Nullable String[] column, int at) {
    String text = column[at];
    if (text == null) {
      throw new IllegalStateException("slot " + at + " holds no row");
    }
    return text;
  }
}
