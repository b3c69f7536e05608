package io.raptorflow.bus.kafka.streams;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;

/// When a Streams thread ends its transaction. What was written about a fresh record is seen at
/// once. A record that has waited says that there are more of them than transactions can carry one
/// by one: then the transaction stays open for a part of that time and takes others along (decision
/// 0026).
///
/// Streams' own interval cannot do that: it counts from the end of the last commit that the
/// interval asked for, and once commits take as long as the interval, it has one follow each commit
/// that was asked for here, with a handful of records in each. So the interval is to be as long as
/// the timeout of transactions allows, and the pace is told of every record that is read.
///
/// With exactly-once processing a transaction holds what all tasks of a thread wrote, so they share
/// one pace; were each to ask for commits on its own, a thread with twelve tasks would end twelve
/// transactions in the time of one. Thread-safe, since a thread that died is replaced.
public final class CommitPace {
  private static final long NEVER = Long.MAX_VALUE;
  private static final long FRESH_MILLIS = 25;
  private static final int PART = 2;
  private static final long MOST_MILLIS = 500;
  private static final long CAP_MILLIS = 2_000;
  private static final long LEISURE_MILLIS = 100;
  private static final long POSITION_MILLIS = 2_000;

  private final InstantSource time;
  private final Timetable timetable = new Timetable(System::nanoTime);
  private long openSince = NEVER;
  private long endsAt = NEVER;
  private long askedAt = NEVER;
  private long tookMillis;

  /// @param time by which records are stamped; it also tells how long commits take
  public CommitPace(InstantSource time) {
    this.time = time;
  }

  /// The pace as one task keeps it; lives on the task's thread.
  public final class Step {
    private final ProcessorContext<?, ?> context;
    private final Alarm end;

    private Step(ProcessorContext<?, ?> context) {
      this.context = context;
      // A commit that another task asked for may have taken along what the alarm was set for.
      this.end = alarm(context, _ -> endAt(endsAt()));
    }

    /// A record was read, whatever comes of it: its position is committed.
    public void read() {
      endIn(POSITION_MILLIS);
    }

    /// Something was written that others wait for.
    ///
    /// @param sinceMillis when that came, or was due, about which it was written; epoch
    ///   milliseconds
    public void wrote(long sinceMillis) {
      long age = time.millis() - sinceMillis;
      endIn(age < FRESH_MILLIS ? 0 : part(age));
    }

    /// Something was written that nobody waits for.
    ///
    /// @param sinceMillis when that came about which it was written; epoch milliseconds
    public void noted(long sinceMillis) {
      endIn(Math.max(LEISURE_MILLIS, part(time.millis() - sinceMillis)));
    }

    private void endIn(long millis) {
      endAt(endsIn(context.currentSystemTimeMs(), millis));
    }

    private void endAt(long millis) {
      if (millis <= context.currentSystemTimeMs()) {
        commit();
      } else {
        end.at(millis);
      }
    }

    private void commit() {
      end.silence();
      asked();
      context.commit();
    }
  }

  /// Clients for Streams. The producers tell the pace when a transaction has ended: what is written
  /// between the wish for a commit and its end is taken along; counted from the wish, it would be
  /// late as soon as the commit is over, and would ask for another. The consumers wait for records
  /// no longer than until the next [Alarm], so `poll.ms` need not be short. Where nothing was read
  /// for a while they wait longer than `poll.ms`: punctuations that are no alarms may be half a
  /// second late.
  public KafkaClientSupplier clients() {
    return new DefaultKafkaClientSupplier() {
      @Override
      public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()) {
          @Override
          public void commitTransaction() {
            super.commitTransaction();
            committed();
          }
        };
      }

      @Override
      public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(
            config, new ByteArrayDeserializer(), new ByteArrayDeserializer()) {
          @Override
          public ConsumerRecords<byte[], byte[]> poll(Duration most) {
            ConsumerRecords<byte[], byte[]> records = super.poll(timetable.patience(most));
            if (!records.isEmpty()) {
              timetable.heard();
            }
            return records;
          }
        };
      }
    };
  }

  /// A timer for a task.
  ///
  /// @param ring what is done then; it is given the time, in epoch milliseconds
  public Alarm alarm(ProcessorContext<?, ?> context, LongConsumer ring) {
    return new Alarm(context, timetable, ring);
  }

  /// The pace for one more task.
  public Step of(ProcessorContext<?, ?> context) {
    return new Step(context);
  }

  /// How long the transaction stays open: as long as the last one took to end, when that is more
  /// than [#MOST_MILLIS], so that a thread does not only commit.
  private synchronized long part(long ageMillis) {
    return Math.min(Math.clamp(tookMillis, MOST_MILLIS, CAP_MILLIS), ageMillis / PART);
  }

  /// When the open transaction is to end.
  private synchronized long endsIn(long now, long millis) {
    openSince = Math.min(openSince, now);
    endsAt = Math.min(endsAt, openSince + millis);
    return endsAt;
  }

  private synchronized long endsAt() {
    return endsAt;
  }

  private synchronized void asked() {
    askedAt = Math.min(askedAt, time.millis());
  }

  /// The transaction has ended, with all that was written by now.
  synchronized void committed() {
    if (askedAt != NEVER) {
      tookMillis = time.millis() - askedAt;
    }
    askedAt = NEVER;
    openSince = NEVER;
    endsAt = NEVER;
  }
}
