package io.raptorflow.bus.kafka;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.Guild;
import io.raptorflow.bus.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/// Creates the topics of the catalogue and holds the cluster to what the bus relies on.
public final class TopicCatalogue {
  private static final int DEAD_LETTER_BYTES_MAX = 4 * 1024 * 1024;
  private static final int RECORD_BYTES_MAX = 1_048_588;

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
    TopicCreation.create(admin, topics);
  }

  /// A cluster whose transactions can be torn by a delayed end marker (KAFKA-17754) is refused.
  private void refuseOldTransactions() {
    try {
      FinalizedVersionRange version =
          admin
              .describeFeatures()
              .featureMetadata()
              .get(60, TimeUnit.SECONDS)
              .finalizedFeatures()
              .get("transaction.version");
      requireTransactions(version == null ? 0 : version.maxVersionLevel());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking for the features", stopped);
    } catch (ExecutionException | TimeoutException unanswered) {
      throw new IllegalStateException("the cluster does not tell its features", unanswered);
    }
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
}
