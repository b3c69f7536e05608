package io.raptorflow.bus.kafka;

import io.raptorflow.bus.kafka.Backlog.Stretch;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads again what the window had no room for, once it has. The consumer for that is a member of
/// no group and is there only while something waits.
final class Recall implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Recall.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int POLLS_MAX = 50;

  /// Records that are rather read and passed over than asked for anew.
  private static final int SKIP_MAX = 1_000;

  private final WorkFloor floor;
  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final Supplier<Collection<Assignment>> assignments;
  private final Runnable recalled;
  private final Semaphore bell = new Semaphore(0);

  private final Map<TopicPartition, Place> places = new HashMap<>();

  private @Nullable Consumer<byte[], byte[]> consumer;
  private volatile boolean stopping;

  /// @param consumers makes a consumer without a group
  /// @param recalled told when there is new work on the floor
  Recall(
      WorkFloor floor,
      Supplier<Consumer<byte[], byte[]>> consumers,
      Supplier<Collection<Assignment>> assignments,
      Runnable recalled) {
    this.floor = floor;
    this.consumers = consumers;
    this.assignments = assignments;
    this.recalled = recalled;
  }

  /// Something waits, or there is room. Never blocks.
  void ring() {
    bell.release();
  }

  void stop() {
    stopping = true;
    ring();
  }

  @Override
  public void run() {
    try {
      while (!stopping) {
        if (!await()) {
          discard();
          bell.acquire();
        }
        step();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      discard();
    }
  }

  /// Waits until there may be something to do.
  ///
  /// @return whether there may be; false when nothing was for a while
  private boolean await() throws InterruptedException {
    Duration most = floor.behind() > 0 ? LOOK : IDLE;
    boolean rung = bell.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS);
    bell.drainPermits();
    return rung || floor.behind() > 0;
  }

  private void step() throws InterruptedException {
    while (!stopping) {
      Stretch next = floor.recall();
      if (next == null) {
        return;
      }
      boolean read = false;
      try {
        read(next);
        read = true;
      } catch (RuntimeException broken) {
        // Whatever it is: work waits for this thread, which must not end of it.
        LOG.atWarn().setCause(broken).log("waiting work is read again with a new consumer");
      } finally {
        if (!read) {
          floor.notRecalled(next);
        }
      }
      if (!read) {
        discard();
        var _ = bell.tryAcquire(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
      }
      recalled.run();
    }
  }

  private void read(Stretch stretch) {
    TopicPartition partition = stretch.assignment().partition();
    Consumer<byte[], byte[]> reading = assigned(partition);
    Place place = places.computeIfAbsent(partition, _ -> new Place());
    place.goTo(stretch.from(), reading, partition);
    for (int polls = 0; !place.isAt(stretch.from(), reading, partition); polls++) {
      if (polls == POLLS_MAX) {
        throw new IllegalStateException("the broker did not deliver " + partition);
      }
      place.brought.addAll(reading.poll(POLL).records(partition));
    }
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    while (!place.brought.isEmpty() && place.brought.getFirst().offset() <= stretch.to()) {
      records.add(place.brought.removeFirst());
    }
    place.next =
        place.brought.isEmpty() ? reading.position(partition) : place.brought.getFirst().offset();
    int gone = floor.recalled(stretch, records, place.next - 1);
    if (gone > 0) {
      LOG.atError()
          .addKeyValue("topic", partition.topic())
          .addKeyValue("items", gone)
          .log("work is gone from the log before its turn came");
    }
    if (!records.isEmpty() && stretch.assignment().isFree(records.getLast().offset())) {
      // Some found no room; the stretch that is left begins with them.
      records.reversed().forEach(place.brought::addFirst);
      place.next = records.getFirst().offset();
    }
  }

  /// A consumer that reads on in one partition and keeps what was fetched of others.
  private Consumer<byte[], byte[]> assigned(TopicPartition partition) {
    Consumer<byte[], byte[]> reading = consumer;
    if (reading == null) {
      reading = consumers.get();
      consumer = reading;
    }
    Set<TopicPartition> wanted = new HashSet<>();
    assignments.get().forEach(assignment -> wanted.add(assignment.partition()));
    wanted.add(partition);
    if (!reading.assignment().equals(wanted)) {
      places.clear();
      reading.assign(wanted);
    }
    reading.pause(wanted);
    reading.resume(List.of(partition));
    return reading;
  }

  /// Where reading goes on in one partition.
  private static final class Place {
    /// What a poll brought beyond what was asked for.
    private final Deque<ConsumerRecord<byte[], byte[]>> brought = new ArrayDeque<>();

    /// The offset from which what was brought, and then the consumer, goes on without a gap.
    private long next = -1;

    private void goTo(long offset, Consumer<byte[], byte[]> reading, TopicPartition partition) {
      if (next < 0 || offset < next || offset - next > SKIP_MAX) {
        brought.clear();
        reading.seek(partition, offset);
        next = offset;
      }
    }

    /// Whether the first record brought is the first at an offset or behind it, or none is there.
    private boolean isAt(long offset, Consumer<byte[], byte[]> reading, TopicPartition partition) {
      while (!brought.isEmpty() && brought.getFirst().offset() < offset) {
        brought.removeFirst();
      }
      return !brought.isEmpty() || reading.position(partition) > offset;
    }
  }

  private void discard() {
    Consumer<byte[], byte[]> now = consumer;
    consumer = null;
    places.clear();
    if (now != null) {
      Bus.close(now);
    }
  }
}
