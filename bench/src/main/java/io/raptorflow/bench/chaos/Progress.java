package io.raptorflow.bench.chaos;

import io.raptorflow.bus.AgentAnswer;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.CouncilDecision;
import io.raptorflow.bus.Guild;
import io.raptorflow.bus.Headers;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.kafka.Bus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/// How much work is open, as the topics tell it, while a campaign runs. It only tells when a
/// campaign may end; the verdict is the checker's.
final class Progress implements Runnable {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration LOOK_FOR_PARTITIONS = Duration.ofSeconds(5);
  private static final Set<RetryRow.Status> AT_REST =
      EnumSet.of(RetryRow.Status.PARKED, RetryRow.Status.QUARANTINED, RetryRow.Status.DISCARDED);

  private final Bus bus;
  private final List<String> topics = new ArrayList<>();
  private final Set<UUID> open = new HashSet<>();
  private final Set<UUID> answered = new HashSet<>();
  private final Map<UUID, RetryRow.Status> rows = new HashMap<>();
  private final Set<String> runsOpen = new HashSet<>();
  private final Set<String> runsClosed = new HashSet<>();
  private long taken;
  private volatile boolean stopped;

  /// @param works given so far
  /// @param open works that were neither answered nor laid to rest
  /// @param atRest works that wait for a person, or for nothing
  /// @param runs runs that the Council has not closed
  record Count(long works, long open, long atRest, long runs) {}

  Progress(Bus bus) {
    this.bus = bus;
    for (AgentId agent : Cast.TOOL_USERS) {
      topics.add(Topic.inbox(agent));
    }
    topics.add(Topic.inbox(Cast.WRITER));
    for (Guild guild : Guild.values()) {
      topics.add(Topic.broadcast(guild));
    }
    topics.add(Topic.DLQ_STATE.topicName());
    topics.add(Topic.COMMANDS.topicName());
    topics.add(Topic.DECISIONS.topicName());
  }

  void stop() {
    stopped = true;
  }

  synchronized Count count() {
    long resting = 0;
    for (UUID work : open) {
      RetryRow.Status status = rows.get(work);
      if (status != null && AT_REST.contains(status)) {
        resting++;
      }
    }
    return new Count(taken, open.size() - resting, resting, runsOpen.size());
  }

  @Override
  public void run() {
    while (!stopped) {
      try (Consumer<byte[], byte[]> consumer =
          bus.consumer(null, Map.of(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"))) {
        synchronized (this) {
          open.clear();
          answered.clear();
          rows.clear();
          runsOpen.clear();
          runsClosed.clear();
          taken = 0;
        }
        follow(consumer);
      } catch (KafkaException away) {
        System.err.println("progress reads again: " + away);
      }
    }
  }

  private void follow(Consumer<byte[], byte[]> consumer) {
    long look = 0;
    while (!stopped) {
      if (System.nanoTime() >= look) {
        assignAll(consumer);
        look = System.nanoTime() + LOOK_FOR_PARTITIONS.toNanos();
      }
      var records = consumer.poll(POLL);
      synchronized (this) {
        records.forEach(this::take);
      }
    }
  }

  /// Partitions come while a campaign runs.
  private void assignAll(Consumer<byte[], byte[]> consumer) {
    List<TopicPartition> all = new ArrayList<>();
    for (String topic : topics) {
      consumer
          .partitionsFor(topic)
          .forEach(info -> all.add(new TopicPartition(topic, info.partition())));
    }
    if (all.size() != consumer.assignment().size()) {
      Map<TopicPartition, Long> positions = new HashMap<>();
      consumer.assignment().forEach(known -> positions.put(known, consumer.position(known)));
      consumer.assign(all);
      all.forEach(partition -> consumer.seek(partition, positions.getOrDefault(partition, 0L)));
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    Topic topic = Topic.of(record.topic()).orElseThrow();
    switch (topic) {
      case AGENT_INBOX -> {
        UUID work = UUID.fromString(header(record, Headers.WORK_ID));
        if (!answered.contains(work) && open.add(work)) {
          taken++;
        }
      }
      case GUILD_BROADCAST -> {
        UUID work = UUID.fromString(header(record, Headers.WORK_ID));
        if (!header(record, Headers.OUTCOME).equals(AgentAnswer.Outcome.GAVE_UP.name())) {
          // An answer may be read before its task, which lies in another topic.
          if (answered.add(work) && !open.remove(work)) {
            taken++;
          }
        }
      }
      case DLQ_STATE -> {
        if (record.value() != null
            && bus.codec().decode(record.topic(), record.value()) instanceof RetryRow row) {
          rows.put(row.work().value(), row.status());
        }
      }
      case COMMANDS -> {
        if (!runsClosed.contains(key(record))) {
          runsOpen.add(key(record));
        }
      }
      default -> {
        if (bus.codec().decode(record.topic(), record.value()) instanceof CouncilDecision decision
            && (decision.kind() == CouncilDecision.Kind.RUN_CLOSED
                || decision.kind() == CouncilDecision.Kind.REFUSED)) {
          // The end of a run may be read before its beginning, too.
          runsClosed.add(key(record));
          runsOpen.remove(key(record));
        }
      }
    }
  }

  private static String key(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.key(), StandardCharsets.UTF_8);
  }

  static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }
}
