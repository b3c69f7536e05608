package io.raptorflow.bus.kafka;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notices partitions that belong to no member of a group.
///
/// A member with a name of its own that comes back is given what it had, and if it leads the group
/// it takes the topic as it is by then for what was assigned (KIP-814). A partition that was added
/// while it was away, or just before, then belongs to nobody until something else has the group
/// assign anew. A member that has all partitions asks nobody; the others ask the cluster now and
/// then, without waiting for the answer. Not thread-safe.
final class Coverage {
  private static final Logger LOG = LoggerFactory.getLogger(Coverage.class);
  private static final Duration BETWEEN = Duration.ofSeconds(30);

  /// A cooperative rebalance takes partitions from one member first and gives them to another next.
  private static final Duration MOVING = Duration.ofSeconds(3);

  /// What the consumer knows it says at once; to ask the cluster would hold the poll thread up.
  private static final Duration AT_ONCE = Duration.ofMillis(10);

  private final Admin admin;
  private final InboxLoop.Identity identity;
  private @Nullable KafkaFuture<ConsumerGroupDescription> asked;
  private Set<TopicPartition> suspects = Set.of();
  private long next = System.nanoTime();

  Coverage(Admin admin, InboxLoop.Identity identity) {
    this.admin = admin;
    this.identity = identity;
  }

  /// Whether a partition belongs to nobody, as an answer says that came since the last call, and
  /// the one before it.
  ///
  /// @param member the consumer that asks, on its own thread
  boolean hasGap(Consumer<byte[], byte[]> member) {
    KafkaFuture<ConsumerGroupDescription> answer = asked;
    boolean early = answer == null ? System.nanoTime() - next < 0 : !answer.isDone();
    if (early) {
      return false;
    }
    Set<TopicPartition> all = partitions(member);
    if (member.assignment().containsAll(all)) {
      settle(Set.of());
      return false;
    }
    if (answer == null) {
      String group = identity.group();
      asked = admin.describeConsumerGroups(List.of(group)).describedGroups().get(group);
      return false;
    }
    Set<TopicPartition> unowned = unowned(answer, all);
    boolean still = unowned.stream().anyMatch(suspects::contains);
    settle(still ? Set.of() : unowned);
    if (!still) {
      return false;
    }
    LOG.atWarn()
        .addKeyValue("group", identity.group())
        .addKeyValue("partitions", unowned)
        .log("partitions belong to nobody; the group is to assign anew");
    return true;
  }

  /// Until the next question, soon when there are partitions to ask for again.
  private void settle(Set<TopicPartition> unowned) {
    asked = null;
    suspects = unowned;
    next = System.nanoTime() + (unowned.isEmpty() ? BETWEEN : MOVING).toNanos();
  }

  /// All partitions of the topic as the consumer knows it; none when it has to ask for that.
  private Set<TopicPartition> partitions(Consumer<byte[], byte[]> member) {
    try {
      return member.partitionsFor(identity.topic(), AT_ONCE).stream()
          .map(info -> new TopicPartition(info.topic(), info.partition()))
          .collect(Collectors.toSet());
    } catch (TimeoutException unknown) {
      return Set.of();
    }
  }

  private Set<TopicPartition> unowned(
      KafkaFuture<ConsumerGroupDescription> answer, Set<TopicPartition> all) {
    try {
      ConsumerGroupDescription known = answer.get();
      if (known.groupState() != GroupState.STABLE) {
        return Set.of();
      }
      Set<TopicPartition> unowned = new HashSet<>(all);
      known.members().forEach(member -> unowned.removeAll(member.assignment().topicPartitions()));
      return unowned;
    } catch (ExecutionException unanswered) {
      LOG.atDebug()
          .addKeyValue("group", identity.group())
          .setCause(unanswered)
          .log("asked again later");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    return Set.of();
  }
}
