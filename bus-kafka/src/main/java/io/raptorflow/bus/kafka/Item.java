package io.raptorflow.bus.kafka;

import io.raptorflow.bus.Headers;
import io.raptorflow.bus.Lane;
import io.raptorflow.bus.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// A record between its arrival and its end.
final class Item implements Comparable<Item> {
  private final ConsumerRecord<byte[], byte[]> record;
  private final Assignment assignment;
  private final Map<String, String> headers;
  private final long turn;
  private final Optional<RunId> run;
  private final String workspace;
  private volatile @Nullable Thread worker;
  private volatile boolean cancelled;
  private volatile boolean abandoned;

  /// @param ageing what a lane is behind the one above it
  Item(
      ConsumerRecord<byte[], byte[]> record,
      Assignment assignment,
      Instant arrived,
      Duration ageing) {
    Map<String, String> headers = RecordHeaders.texts(record.headers());
    this(
        record,
        assignment,
        headers,
        arrived.toEpochMilli() + lane(headers).ordinal() * ageing.toMillis());
  }

  /// @param turn see [#turn]
  Item(ConsumerRecord<byte[], byte[]> record, Assignment assignment, long turn) {
    this(record, assignment, RecordHeaders.texts(record.headers()), turn);
  }

  private Item(
      ConsumerRecord<byte[], byte[]> record,
      Assignment assignment,
      Map<String, String> headers,
      long turn) {
    this.record = record;
    this.assignment = assignment;
    this.headers = headers;
    this.turn = turn;
    this.run = header(Headers.RUN_ID).flatMap(Item::run);
    this.workspace = headers.getOrDefault(Headers.WORKSPACE, "");
  }

  ConsumerRecord<byte[], byte[]> record() {
    return record;
  }

  Assignment assignment() {
    return assignment;
  }

  /// Every header as text.
  Map<String, String> headers() {
    return headers;
  }

  /// Value of a header.
  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  long offset() {
    return record.offset();
  }

  /// When it has its turn among the items of its workspace, in epoch milliseconds: the time of
  /// arrival plus the lane's handicap, so waiting makes up for a low lane.
  long turn() {
    return turn;
  }

  Optional<RunId> run() {
    return run;
  }

  /// Workspace whose work it is; empty when the record names none.
  String workspace() {
    return workspace;
  }

  /// Bytes that the record takes in memory, headers aside.
  long bytes() {
    return Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
  }

  /// Says which thread works on it.
  void workedOnBy(@Nullable Thread thread) {
    synchronized (this) {
      worker = thread;
      if (thread != null && (cancelled || abandoned)) {
        thread.interrupt();
      }
    }
  }

  /// Stops the work on it, now or before it begins.
  void cancel() {
    synchronized (this) {
      cancelled = true;
      interrupt();
    }
  }

  /// Gives the work on it up, unfinished: another process will do it, or this one later.
  void abandon() {
    synchronized (this) {
      abandoned = true;
      interrupt();
    }
  }

  boolean isAbandoned() {
    return abandoned;
  }

  private void interrupt() {
    synchronized (this) {
      Thread now = worker;
      if (now != null) {
        now.interrupt();
      }
    }
  }

  boolean isCancelled() {
    return cancelled;
  }

  @Override
  public int compareTo(Item other) {
    int byTurn = Long.compare(turn, other.turn);
    return byTurn != 0 ? byTurn : Long.compare(record.offset(), other.record.offset());
  }

  private static Lane lane(Map<String, String> headers) {
    String name = headers.getOrDefault(Headers.PRIORITY, "");
    for (Lane lane : Lane.values()) {
      if (lane.name().equals(name)) {
        return lane;
      }
    }
    return Lane.NORMAL;
  }

  private static Optional<RunId> run(String text) {
    try {
      return Optional.of(RunId.of(text));
    } catch (IllegalArgumentException foreign) {
      return Optional.empty();
    }
  }
}
