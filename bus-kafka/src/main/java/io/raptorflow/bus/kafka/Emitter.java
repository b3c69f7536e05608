package io.raptorflow.bus.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes results, failures and offsets visible: whatever is finished goes into one short
/// transaction, and what finishes meanwhile into the next (group commit).
///
/// A batch is repeated until it is committed or its partitions are taken away, so offsets never run
/// ahead of results. After an error whose outcome is unknown the producer is thrown away, and the
/// committed offsets, which change only together with the results, say whether it counted.
final class Emitter implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Emitter.class);
  private static final int BATCH_ITEMS_MAX = 2_000;

  /// Work that is quicker is never written down as begun.
  private static final Duration MARK_AFTER = Duration.ofMillis(50);

  private static final Duration BACKOFF_MIN = Duration.ofMillis(20);
  private static final Duration BACKOFF_MAX = Duration.ofSeconds(2);
  private static final Duration ASK_WAIT = Duration.ofSeconds(10);

  /// What the emitter needs of its inbox.
  ///
  /// @param producer makes a transactional producer, always with the same id
  /// @param membership the group membership that the poll thread last saw
  /// @param unwritable the completion to write when the cluster refuses a completion's records
  /// @param emitted told of each completion that became visible or was lost
  /// @param assignments the partitions in hand
  record Wiring(
      String group,
      Bus bus,
      Supplier<Producer<byte[], byte[]>> producer,
      Supplier<@Nullable ConsumerGroupMetadata> membership,
      Function<Completion, Completion> unwritable,
      Consumer<Completion> emitted,
      Supplier<Collection<Assignment>> assignments) {}

  private final Wiring wiring;
  private final Queue<ToCommit> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger pending = new AtomicInteger();
  private final ReentrantLock idleLock = new ReentrantLock();
  private final Condition idle = idleLock.newCondition();
  private volatile boolean stopping;

  /// Whether nothing waits, and commits tell of all that is at work.
  private volatile boolean resting;

  private volatile @Nullable Thread thread;
  private @Nullable Producer<byte[], byte[]> producer;

  Emitter(Wiring wiring) {
    this.wiring = wiring;
  }

  /// Never blocks: the inbox's window bounds the queue.
  void offer(ToCommit next) {
    pending.incrementAndGet();
    waiting.add(next);
    LockSupport.unpark(thread);
  }

  /// Has an emitter that rests look at what is at work, for it has changed.
  void look() {
    if (resting) {
      LockSupport.unpark(thread);
    }
  }

  /// Returns when it is written down what is at work in a partition, or the partition is lost.
  void mark(Assignment assignment) throws InterruptedException {
    CountDownLatch written = new CountDownLatch(1);
    offer(new ToCommit.Mark(assignment, written));
    written.await();
  }

  /// Waits until everything offered is visible or lost.
  void awaitIdle(Duration most) {
    long left = most.toNanos();
    idleLock.lock();
    try {
      while (pending.get() > 0 && left > 0) {
        left = idle.awaitNanos(left);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      idleLock.unlock();
    }
  }

  private void settle(ToCommit one) {
    switch (one) {
      case Completion completion -> wiring.emitted().accept(completion);
      case ToCommit.Mark mark -> mark.written().countDown();
    }
    if (pending.decrementAndGet() == 0) {
      idleLock.lock();
      try {
        idle.signalAll();
      } finally {
        idleLock.unlock();
      }
    }
  }

  /// Completions that are not yet visible.
  int pending() {
    return pending.get();
  }

  /// Lets [#run] end once everything offered is visible or lost.
  void stop() {
    stopping = true;
    LockSupport.unpark(thread);
  }

  @Override
  public void run() {
    thread = Thread.currentThread();
    try {
      // Opening the producer at once aborts what a killed predecessor left open; until then the
      // group's offsets are not readable.
      open();
      while (!stopping || !waiting.isEmpty()) {
        List<ToCommit> batch = next();
        if (!batch.isEmpty()) {
          emit(batch);
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      discard();
    }
  }

  /// What goes into the next transaction; nothing when the emitter is to stop. Waits for it, and
  /// where work goes on meanwhile that no commit tells of, that is it: should the process die, it
  /// must be known what it worked on.
  private List<ToCommit> next() throws InterruptedException {
    resting = true;
    while (waiting.isEmpty() && unsaid().isEmpty() && !stopping) {
      LockSupport.park(this);
      stopWhenInterrupted();
    }
    resting = false;
    long end = System.nanoTime() + MARK_AFTER.toNanos();
    for (long left = MARK_AFTER.toNanos();
        waiting.isEmpty() && !stopping && left > 0;
        left = end - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
      stopWhenInterrupted();
    }
    if (waiting.isEmpty() && !stopping) {
      unsaid().forEach(assignment -> offer(new ToCommit.Mark(assignment, new CountDownLatch(1))));
    }
    List<ToCommit> batch = new ArrayList<>();
    for (ToCommit one = waiting.poll(); one != null; one = waiting.poll()) {
      batch.add(one);
      if (batch.size() == BATCH_ITEMS_MAX) {
        break;
      }
    }
    return batch;
  }

  private static void stopWhenInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("the emitter is stopped");
    }
  }

  /// Partitions of which the last commit says something else than what is at work now.
  private List<Assignment> unsaid() {
    return wiring.assignments().get().stream().filter(Assignment::differs).toList();
  }

  private void emit(List<ToCommit> batch) throws InterruptedException {
    Duration backoff = BACKOFF_MIN;
    while (true) {
      // The membership is read before the assignments: one that is stale by then is refused by the
      // group's coordinator, so a lost partition is never committed.
      ConsumerGroupMetadata membership = wiring.membership().get();
      List<ToCommit> live = batch.stream().filter(one -> !one.assignment().isLost()).toList();
      if (live.isEmpty()) {
        break;
      }
      try {
        if (membership != null) {
          transact(live, membership);
          written(live);
          break;
        }
      } catch (CommitFailedException moved) {
        // The group has moved on; the poll thread will see it and lose or keep the partitions.
        abort();
      } catch (KafkaException | IllegalStateException failed) {
        if (isRefusal(failed)) {
          abort();
          refused(batch, failed);
          return;
        }
        LOG.atWarn()
            .addKeyValue("group", wiring.group())
            .addKeyValue("items", live.size())
            .setCause(failed)
            .log("transaction is repeated");
        discard();
        open();
        if (isCommitted(live)) {
          written(live);
          break;
        }
      }
      live.forEach(one -> one.assignment().again());
      pause(backoff);
      backoff = min(backoff.multipliedBy(2), BACKOFF_MAX);
    }
    batch.forEach(this::settle);
  }

  private static void written(List<ToCommit> live) {
    live.forEach(one -> one.assignment().written());
  }

  /// Has each item of a refused batch go alone, and the refused one as a dead letter.
  private void refused(List<ToCommit> batch, RuntimeException refusal) throws InterruptedException {
    if (batch.size() > 1) {
      for (ToCommit one : batch) {
        emit(List.of(one));
      }
      return;
    }
    if (!(batch.getFirst() instanceof Completion one)) {
      throw new IllegalStateException("a commit without records was refused", refusal);
    }
    LOG.atError()
        .addKeyValue("group", wiring.group())
        .addKeyValue("offset", one.offset())
        .setCause(refusal)
        .log("the cluster refuses a result");
    pause(BACKOFF_MAX);
    emit(List.of(wiring.unwritable().apply(one)));
  }

  private void transact(List<ToCommit> live, ConsumerGroupMetadata membership)
      throws InterruptedException {
    Producer<byte[], byte[]> open = open();
    open.beginTransaction();
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (ToCommit one : live) {
      if (one instanceof Completion completion) {
        for (ProducerRecord<byte[], byte[]> record : completion.records()) {
          // A failed send makes the commit fail, so its future needs no look.
          var _ = open.send(record);
        }
        one.assignment().finish(completion.offset());
      }
    }
    for (ToCommit one : live) {
      offsets.computeIfAbsent(one.assignment().partition(), _ -> one.assignment().commit());
    }
    open.sendOffsetsToTransaction(offsets, membership);
    open.commitTransaction();
  }

  /// A definite no to a record, which repeating will not change.
  private static boolean isRefusal(RuntimeException failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case org.apache.kafka.common.errors.RecordTooLargeException _,
            org.apache.kafka.common.errors.InvalidTopicException _,
            org.apache.kafka.common.errors.TopicAuthorizationException _,
            org.apache.kafka.common.InvalidRecordException _,
            org.apache.kafka.common.errors.UnknownTopicOrPartitionException _ -> {
          return true;
        }
        default -> {
          // The next cause may say more.
        }
      }
    }
    return false;
  }

  /// Whether a transaction counted whose outcome is unknown. One that only marked may go again.
  private boolean isCommitted(List<ToCommit> live) throws InterruptedException {
    for (ToCommit one : live) {
      if (one instanceof Completion completion) {
        return isCommitted(completion);
      }
    }
    return false;
  }

  private boolean isCommitted(Completion one) throws InterruptedException {
    Duration backoff = BACKOFF_MIN;
    while (!one.assignment().isLost()) {
      try {
        OffsetAndMetadata committed =
            SettledOffset.of(
                wiring.bus().admin(), wiring.group(), one.assignment().partition(), ASK_WAIT);
        return Assignment.covers(committed, one.offset());
      } catch (ExecutionException unanswered) {
        pause(backoff);
        backoff = min(backoff.multipliedBy(2), BACKOFF_MAX);
      }
    }
    return false;
  }

  private Producer<byte[], byte[]> open() throws InterruptedException {
    Duration backoff = BACKOFF_MIN;
    while (true) {
      Producer<byte[], byte[]> now = producer;
      if (now != null) {
        return now;
      }
      Producer<byte[], byte[]> fresh = null;
      try {
        fresh = wiring.producer().get();
        fresh.initTransactions();
        producer = fresh;
      } catch (KafkaException later) {
        if (fresh != null) {
          fresh.close(Duration.ZERO);
        }
        LOG.atWarn()
            .addKeyValue("group", wiring.group())
            .addKeyValue("error", later.toString())
            .log("no transactional producer yet");
        pause(backoff);
        backoff = min(backoff.multipliedBy(2), BACKOFF_MAX);
      }
    }
  }

  private void abort() {
    Producer<byte[], byte[]> now = producer;
    if (now == null) {
      return;
    }
    try {
      now.abortTransaction();
    } catch (KafkaException broken) {
      discard();
    }
  }

  private void discard() {
    Producer<byte[], byte[]> now = producer;
    producer = null;
    if (now != null) {
      now.close(stopping ? Duration.ofSeconds(2) : Duration.ZERO);
    }
  }

  private void pause(Duration time) throws InterruptedException {
    // Waiting on a queue that stays empty is a pause that an interrupt ends.
    var _ = new LinkedBlockingQueue<>().poll(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
