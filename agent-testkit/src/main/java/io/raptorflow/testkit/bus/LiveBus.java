package io.raptorflow.testkit.bus;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.BusEvent;
import io.raptorflow.bus.Guild;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.WorkspaceId;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.LogReader;
import io.raptorflow.bus.kafka.TopicCatalogue;
import io.raptorflow.bus.kafka.UndecodableRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/// A connected bus as a test sees it: the broker is shared by all tests of the process, so a test
/// takes agents and runs of its own and looks at nothing else.
public final class LiveBus {
  private static final Duration WAIT_MAX = Duration.ofSeconds(30);
  private static final int FIRST_NUMBER = 999;
  private static final int NUMBERS = 400;

  private final TestKafka kafka;

  LiveBus(TestKafka kafka) {
    this.kafka = kafka;
  }

  public Bus bus() {
    return kafka.bus();
  }

  /// Which Kafka this is: [KafkaKind#DOCKER] or [KafkaKind#INPROCESS].
  public KafkaKind kind() {
    return kafka.kind();
  }

  /// An agent that no other test uses; its topic exists. Numbers run down from 999, so they do not
  /// meet the roster's.
  public AgentId newAgent(Guild guild) {
    int taken = kafka.nextName();
    if (taken >= NUMBERS) {
      throw new IllegalStateException("tests have used up " + NUMBERS + " agent ids");
    }
    AgentId agent = new AgentId(guild.prefix() + "-" + (FIRST_NUMBER - taken));
    createTopics(List.of(agent));
    return agent;
  }

  /// Creates the inboxes of known agents.
  public void createTopics(List<AgentId> agents) {
    new TopicCatalogue(bus(), 1).create(agents);
  }

  /// A run that no other test uses.
  public RunId newRun() {
    return new RunId(UUID.randomUUID());
  }

  /// A tenant that no other test uses.
  public WorkspaceId newWorkspace() {
    return new WorkspaceId("test-" + kafka.nextName());
  }

  /// Waits up to 30 s.
  public ConditionFactory await() {
    return Awaitility.await().atMost(WAIT_MAX).pollInterval(Duration.ofMillis(50));
  }

  /// Every event of one type that lies on a topic now; large bodies still by reference.
  public <E extends BusEvent> List<E> events(String topic, Class<E> type) {
    List<E> events = new ArrayList<>();
    records(topic)
        .forEach(
            record -> {
              try {
                BusEvent event = bus().codec().decode(topic, record.value());
                if (type.isInstance(event)) {
                  events.add(type.cast(event));
                }
              } catch (UndecodableRecord bad) {
                // Another test's bad bytes lie on the same topic; they are no event.
              }
            });
    return events;
  }

  /// Every committed record that lies on a topic now.
  public List<ConsumerRecord<byte[], byte[]>> records(String topic) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (LogReader reader = bus().newLogReader()) {
      reader.scan(topic, records::add);
    }
    return records;
  }

  /// Every dead letter of an agent's inbox, over all failure topics.
  public List<ConsumerRecord<byte[], byte[]>> deadLetters(AgentId agent) {
    String inbox = Topic.inbox(agent);
    List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
    for (Topic topic :
        List.of(
            Topic.DLQ_PROCESSING_ERROR,
            Topic.DLQ_PROCESSING_TIMEOUT,
            Topic.DLQ_SCHEMA_VIOLATION,
            Topic.DLQ_ROUTING_ERROR)) {
      for (ConsumerRecord<byte[], byte[]> record : records(topic.topicName())) {
        if (header(record, "kafka_dlt-original-topic").equals(inbox)) {
          letters.add(record);
        }
      }
    }
    return letters;
  }

  /// Text of the last header of a name; empty when there is none.
  public static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }
}
