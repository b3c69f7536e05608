package io.raptorflow.bus.kafka;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.Guild;
import io.raptorflow.bus.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/// Creates the topics of the catalogue and holds the cluster to what the bus relies on.
public final class TopicCatalogue {
  private static final int DEAD_LETTER_BYTES_MAX = 4 * 1024 * 1024;
  private static final int RECORD_BYTES_MAX = 1_048_588;
  private static final int TRIES_MAX = 100;
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final Admin admin;
  private final short replicas;

  /// @param replicationFactor copies of each partition: 1 on one machine, 3 on a cluster
  public TopicCatalogue(Bus bus, int replicationFactor) {
    this.admin = bus.admin();
    this.replicas = (short) replicationFactor;
  }

  /// Creates what is missing for these agents and waits until every partition answers. Topics that
  /// exist are left as they are, but for their cleanup policy, which must be the catalogue's.
  ///
  /// @throws IllegalStateException when the cluster is older than the bus needs, or refuses
  public void create(Collection<AgentId> agents) {
    refuseOldTransactions();
    List<NewTopic> topics = new ArrayList<>();
    for (Topic topic : Topic.values()) {
      switch (topic) {
        case AGENT_INBOX ->
            agents.stream().distinct().forEach(id -> topics.add(topic(topic, Topic.inbox(id))));
        case GUILD_BROADCAST -> {
          for (Guild guild : Guild.values()) {
            topics.add(topic(topic, Topic.broadcast(guild)));
          }
        }
        default -> topics.add(topic(topic, topic.topicName()));
      }
    }
    createMissing(topics);
    awaitReady(topics.stream().map(NewTopic::name).toList());
    requireCleanup(topics);
  }

  /// A topic that deletes what should be compacted loses it without a word.
  private void requireCleanup(List<NewTopic> topics) {
    Map<ConfigResource, String> wanted = new HashMap<>();
    for (NewTopic topic : topics) {
      wanted.put(
          new ConfigResource(ConfigResource.Type.TOPIC, topic.name()),
          String.valueOf(topic.configs().get(TopicConfig.CLEANUP_POLICY_CONFIG)));
    }
    get(() -> admin.describeConfigs(wanted.keySet()).all().get(60, TimeUnit.SECONDS))
        .forEach(
            (topic, config) -> {
              String policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
              Set<String> has = Set.of(policy.split(","));
              if (!has.equals(Set.of(wanted.getOrDefault(topic, "").split(",")))) {
                throw new IllegalStateException(
                    "%s must have cleanup.policy=%s, has %s"
                        .formatted(topic.name(), wanted.get(topic), policy));
              }
            });
  }

  /// A cluster whose transactions can be torn by a delayed end marker (KAFKA-17754) is refused.
  private void refuseOldTransactions() {
    FinalizedVersionRange version =
        get(() -> admin.describeFeatures().featureMetadata().get())
            .finalizedFeatures()
            .get("transaction.version");
    requireTransactions(version == null ? 0 : version.maxVersionLevel());
  }

  static void requireTransactions(int version) {
    if (version < 2) {
      throw new IllegalStateException(
          "the cluster's transaction.version must be at least 2, was "
              + version
              + "; raise it with kafka-features.sh upgrade --feature transaction.version=2");
    }
  }

  private NewTopic topic(Topic topic, String name) {
    Map<String, String> configuration = new HashMap<>();
    configuration.put(TopicConfig.CLEANUP_POLICY_CONFIG, topic.cleanup().policy());
    boolean deadLetters = topic.name().startsWith("DLQ_");
    configuration.put(
        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
        Integer.toString(deadLetters ? DEAD_LETTER_BYTES_MAX : RECORD_BYTES_MAX));
    String retention = Long.toString(topic.retention().toMillis());
    switch (topic.cleanup()) {
      case DELETE -> configuration.put(TopicConfig.RETENTION_MS_CONFIG, retention);
      case COMPACT -> configuration.put(TopicConfig.DELETE_RETENTION_MS_CONFIG, retention);
      case COMPACT_DELETE -> {
        configuration.put(TopicConfig.RETENTION_MS_CONFIG, retention);
        configuration.put(TopicConfig.DELETE_RETENTION_MS_CONFIG, retention);
      }
    }
    if (replicas >= 3) {
      configuration.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "2");
    }
    return new NewTopic(name, topic.partitions(), replicas).configs(configuration);
  }

  private void createMissing(List<NewTopic> topics) {
    for (var created : admin.createTopics(topics).values().entrySet()) {
      try {
        created.getValue().get(60, TimeUnit.SECONDS);
      } catch (ExecutionException refused) {
        if (!(refused.getCause() instanceof TopicExistsException)) {
          throw new IllegalStateException(
              "topic " + created.getKey() + " was not created", refused.getCause());
        }
      } catch (Exception stopped) {
        throw failure("creating " + created.getKey(), stopped);
      }
    }
  }

  /// A partition may be announced before it has its log; what is written then can be lost
  /// (KAFKA-15591). A log that answers for its end exists.
  private void awaitReady(List<String> names) {
    for (int tries = 1; ; tries++) {
      try {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (TopicDescription topic :
            admin.describeTopics(names).allTopicNames().get(30, TimeUnit.SECONDS).values()) {
          topic
              .partitions()
              .forEach(
                  info ->
                      ends.put(
                          new TopicPartition(topic.name(), info.partition()), OffsetSpec.latest()));
        }
        admin.listOffsets(ends).all().get(30, TimeUnit.SECONDS);
        return;
      } catch (ExecutionException notYet) {
        if (tries >= TRIES_MAX) {
          throw new IllegalStateException("topics did not become ready", notYet.getCause());
        }
        pause();
      } catch (Exception stopped) {
        throw failure("waiting for topics", stopped);
      }
    }
  }

  private static void pause() {
    try {
      // Nothing counts this latch down: waiting on it is a pause that an interrupt ends.
      if (new CountDownLatch(1).await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("the latch is never released");
      }
    } catch (InterruptedException stopped) {
      throw failure("waiting for topics", stopped);
    }
  }

  private interface Call<T> {
    T run() throws Exception;
  }

  private static <T> T get(Call<T> call) {
    try {
      return call.run();
    } catch (Exception failed) {
      throw failure("asking the cluster", failed);
    }
  }

  private static IllegalStateException failure(String what, Exception failed) {
    if (failed instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    return new IllegalStateException(what + " failed: " + failed.getMessage(), failed);
  }
}
