package io.raptorflow.bus.kafka;

import io.raptorflow.bus.AgentTask;
import io.raptorflow.bus.BusEvent;
import io.raptorflow.bus.ControlFlag.RunFlag;
import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.Headers;
import io.raptorflow.bus.Outgoing;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.kafka.UndecodableRecord.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where one item is worked on, from bytes to the records that tell of its end. Thread-safe: every
/// item has a virtual thread of its own.
final class Desk {
  private static final Logger LOG = LoggerFactory.getLogger(Desk.class);
  private static final long OUTAGE_PAUSE_MILLIS = 500;

  private final Bus bus;
  private final InboxLoop.Identity identity;
  private final WorkHandler handler;
  private final RunControl control;
  private final DeadLetters deadLetters;
  private final ReentrantLock outageLock = new ReentrantLock();
  private final Condition outageEnd = outageLock.newCondition();
  private volatile boolean registryDown;

  Desk(Bus bus, InboxLoop.Identity identity, WorkHandler handler, RunControl control) {
    this.bus = bus;
    this.identity = identity;
    this.handler = handler;
    this.control = control;
    this.deadLetters = new DeadLetters(bus.time(), identity.instance());
  }

  /// Works on an item to its end.
  ///
  /// @throws InterruptedException when the process stops; the item stays unfinished
  Completion work(Item item, int recordBytesMax) throws InterruptedException {
    while (true) {
      try {
        WorkResult result = attempt(item, recordBytesMax);
        return completion(item, result);
      } catch (UndecodableRecord wrong) {
        return poison(item, wrong);
      } catch (RegistryUnavailable outage) {
        waitForRegistry(outage);
      }
    }
  }

  /// Whether the registry did not answer when it was last asked.
  boolean isRegistryDown() {
    return registryDown;
  }

  /// The end of an item whose results the cluster does not take.
  Completion refused(Item item) {
    return failed(
        item,
        WorkResult.Failed.because(
            FailureClass.BAD_OUTPUT, "the cluster refused the records of the result"));
  }

  /// The end of an item of which processes died.
  Completion deadly(Item item, int deaths) {
    return failed(
        item,
        WorkResult.Failed.because(
            FailureClass.KILLER, "it was at work in %d processes that died".formatted(deaths)));
  }

  private WorkResult attempt(Item item, int recordBytesMax) throws InterruptedException {
    ConsumerRecord<byte[], byte[]> record = item.record();
    if (item.bytes() > recordBytesMax) {
      throw new UndecodableRecord(
          Reason.TOO_LARGE,
          "record has %d bytes, at most %d are read".formatted(item.bytes(), recordBytesMax),
          null);
    }
    BusEvent event = bus.codec().decode(record.topic(), record.value());
    registryAnswered();
    checkRoute(record, event);
    if (item.isCancelled()
        || item.run().map(control::flag).filter(RunFlag.CANCELLED::equals).isPresent()) {
      return cancelled();
    }
    long now = bus.time().instant().toEpochMilli();
    // The header goes first: an operator who replays old work gives it new time there.
    long deadline =
        item.header(Headers.DEADLINE)
            .flatMap(RecordHeaders::number)
            .orElseGet(
                () ->
                    event instanceof AgentTask task
                        ? task.deadline().toEpochMilli()
                        : Long.MAX_VALUE);
    if (now > deadline) {
      return WorkResult.Failed.because(
          FailureClass.EXPIRED, "the deadline passed before the work began");
    }
    Work work =
        new Work(
            event,
            new Coordinates(record.topic(), record.partition(), record.offset()),
            item.header(Headers.ATTEMPT)
                .flatMap(RecordHeaders::number)
                .map(Long::intValue)
                .orElse(0),
            item.headers());
    return handle(item, work);
  }

  /// The one place where what a handler throws is caught.
  private WorkResult handle(Item item, Work work) throws InterruptedException {
    item.workedOnBy(Thread.currentThread());
    try {
      return handler.handle(work);
    } catch (InterruptedException stopped) {
      if (item.isCancelled()) {
        return cancelled();
      }
      throw stopped;
    } catch (RegistryUnavailable outage) {
      throw outage;
    } catch (Throwable thrown) {
      if (item.isAbandoned()) {
        throw new InterruptedException("the inbox stops or lost the partition");
      }
      if (item.isCancelled()) {
        return cancelled();
      }
      LOG.atWarn()
          .addKeyValue("group", identity.group())
          .addKeyValue("offset", item.record().offset())
          .setCause(thrown)
          .log("a handler threw");
      return new WorkResult.Failed(
          FailureClass.TRANSIENT, String.valueOf(thrown.getMessage()), thrown, null);
    } finally {
      item.workedOnBy(null);
      if (item.isCancelled() && Thread.interrupted()) {
        LOG.atDebug().addKeyValue("group", identity.group()).log("work was cancelled");
      }
    }
  }

  private void checkRoute(ConsumerRecord<byte[], byte[]> record, BusEvent event) {
    String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    if (!event.key().equals(key)) {
      throw new UndecodableRecord(
          Reason.MISROUTED, "key is '%s', the event's is '%s'".formatted(key, event.key()), null);
    }
    if (event instanceof AgentTask task && !Topic.inbox(task.agent()).equals(record.topic())) {
      throw new UndecodableRecord(
          Reason.MISROUTED, "the task is for " + task.agent() + ", not for this inbox", null);
    }
  }

  private Completion completion(Item item, WorkResult result) throws InterruptedException {
    return switch (result) {
      case WorkResult.Failed failed -> failed(item, failed);
      case WorkResult.Done done -> {
        try {
          yield new Completion(item, Completion.Kind.DONE, records(item, done));
        } catch (IllegalArgumentException | IllegalStateException | Outbox.NotPublished wrong) {
          FailureClass failure =
              wrong instanceof Outbox.NotPublished
                  ? FailureClass.TRANSIENT
                  : FailureClass.BAD_OUTPUT;
          yield failed(
              item,
              new WorkResult.Failed(failure, String.valueOf(wrong.getMessage()), wrong, null));
        }
      }
    };
  }

  private List<ProducerRecord<byte[], byte[]>> records(Item item, WorkResult.Done done)
      throws InterruptedException {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (Outgoing out : done.out()) {
      while (true) {
        try {
          if (!bus.hasTopic(out.topic())) {
            throw new IllegalArgumentException("there is no topic " + out.topic());
          }
          records.add(bus.outbox().record(traced(item, out)));
          registryAnswered();
          break;
        } catch (RegistryUnavailable outage) {
          waitForRegistry(outage);
        }
      }
    }
    return records;
  }

  /// A result goes on in the trace of its task.
  private static Outgoing traced(Item item, Outgoing out) {
    if (out.headers().containsKey(Headers.TRACEPARENT)) {
      return out;
    }
    return item.header(Headers.TRACEPARENT)
        .map(
            trace -> {
              Map<String, String> headers = new HashMap<>(out.headers());
              headers.put(Headers.TRACEPARENT, trace);
              return new Outgoing(out.topic(), out.event(), headers);
            })
        .orElse(out);
  }

  private Completion poison(Item item, UndecodableRecord wrong) {
    Topic topic =
        wrong.reason() == Reason.MISROUTED ? Topic.DLQ_ROUTING_ERROR : Topic.DLQ_SCHEMA_VIOLATION;
    WorkResult.Failed failed =
        new WorkResult.Failed(
            FailureClass.POISON, wrong.reason() + ": " + wrong.getMessage(), wrong, null);
    return new Completion(
        item,
        Completion.Kind.FAILED,
        List.of(deadLetters.on(topic, item.record(), identity.group(), failed)));
  }

  private Completion failed(Item item, WorkResult.Failed failed) {
    LOG.atInfo()
        .addKeyValue("group", identity.group())
        .addKeyValue("topic", item.record().topic())
        .addKeyValue("offset", item.record().offset())
        .addKeyValue("failure", failed.failure())
        .log("work failed");
    return new Completion(
        item,
        Completion.Kind.FAILED,
        List.of(deadLetters.of(item.record(), identity.group(), failed)));
  }

  private static WorkResult.Failed cancelled() {
    return WorkResult.Failed.because(FailureClass.CANCELLED, "the run was cancelled");
  }

  private void waitForRegistry(RegistryUnavailable outage) throws InterruptedException {
    outageLock.lockInterruptibly();
    try {
      if (!registryDown) {
        LOG.atWarn()
            .addKeyValue("group", identity.group())
            .addKeyValue("error", outage.getMessage())
            .log("work waits for the schema registry");
        registryDown = true;
      }
      if (outageEnd.await(OUTAGE_PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        LOG.atDebug().addKeyValue("group", identity.group()).log("work goes on");
      }
    } finally {
      outageLock.unlock();
    }
  }

  private void registryAnswered() {
    if (!registryDown) {
      return;
    }
    outageLock.lock();
    try {
      registryDown = false;
      outageEnd.signalAll();
    } finally {
      outageLock.unlock();
    }
  }
}
