package io.raptorflow.bus.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/// Creates topics so that whoever comes next finds them in service: a broker may answer for a while
/// as if a topic that was just created did not exist.
final class TopicCreation {
  private static final int TRIES_MAX = 100;
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final long WAIT_SECONDS = 60;

  private TopicCreation() {}

  /// Creates what is missing and waits until every partition answers. Topics that exist are left as
  /// they are, but their cleanup policy must be the one asked for.
  ///
  /// @throws IllegalStateException when the cluster refuses, or does not get ready
  static void create(Admin admin, List<NewTopic> topics) {
    createMissing(admin, topics);
    untilKnown("waiting for topics", () -> requireLogs(admin, topics));
    untilKnown("asking for cleanup policies", () -> requireCleanup(admin, topics));
  }

  private static void createMissing(Admin admin, List<NewTopic> topics) {
    for (var created : admin.createTopics(topics).values().entrySet()) {
      try {
        created.getValue().get(WAIT_SECONDS, TimeUnit.SECONDS);
      } catch (ExecutionException refused) {
        if (!(refused.getCause() instanceof TopicExistsException)) {
          throw new IllegalStateException(
              "topic " + created.getKey() + " was not created", refused.getCause());
        }
      } catch (InterruptedException | TimeoutException stopped) {
        throw failure("creating " + created.getKey(), stopped);
      }
    }
  }

  /// A partition may be announced before it has its log; what is written then can be lost
  /// (KAFKA-15591). A log that answers for its end exists.
  private static void requireLogs(Admin admin, Collection<NewTopic> topics)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    List<String> names = topics.stream().map(NewTopic::name).toList();
    for (TopicDescription topic :
        admin.describeTopics(names).allTopicNames().get(WAIT_SECONDS, TimeUnit.SECONDS).values()) {
      topic
          .partitions()
          .forEach(
              info ->
                  ends.put(
                      new TopicPartition(topic.name(), info.partition()), OffsetSpec.latest()));
    }
    admin.listOffsets(ends).all().get(WAIT_SECONDS, TimeUnit.SECONDS);
  }

  /// A topic that deletes what should be compacted loses it without a word.
  private static void requireCleanup(Admin admin, Collection<NewTopic> topics)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<ConfigResource, String> wanted = new HashMap<>();
    for (NewTopic topic : topics) {
      wanted.put(
          new ConfigResource(ConfigResource.Type.TOPIC, topic.name()),
          String.valueOf(topic.configs().get(TopicConfig.CLEANUP_POLICY_CONFIG)));
    }
    admin
        .describeConfigs(wanted.keySet())
        .all()
        .get(WAIT_SECONDS, TimeUnit.SECONDS)
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

  private interface Question {
    void ask() throws ExecutionException, InterruptedException, TimeoutException;
  }

  private static void untilKnown(String what, Question question) {
    for (int tries = 1; ; tries++) {
      try {
        question.ask();
        return;
      } catch (ExecutionException notYet) {
        if (tries >= TRIES_MAX || !(notYet.getCause() instanceof KafkaException)) {
          throw failure(what, notYet);
        }
        pause();
      } catch (InterruptedException | TimeoutException stopped) {
        throw failure(what, stopped);
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

  private static IllegalStateException failure(String what, Exception failed) {
    if (failed instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    return new IllegalStateException(what + " failed: " + failed.getMessage(), failed);
  }
}
