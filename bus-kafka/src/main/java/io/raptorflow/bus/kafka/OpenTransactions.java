package io.raptorflow.bus.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends what a killed process left open. A broker that starts has no clients yet, so every open
/// transaction in its partitions is a dead one's; readers of committed records and groups with
/// offsets in such a transaction would wait for its timeout, or for ever when its coordinator has
/// forgotten it (a hanging transaction, KIP-664).
final class OpenTransactions {
  private static final Logger LOG = LoggerFactory.getLogger(OpenTransactions.class);
  private static final long WAIT_SECONDS = 30;

  private OpenTransactions() {}

  /// Aborts every open transaction of a broker of one machine. What cannot be aborted is logged;
  /// its timeout ends it later.
  static void abortAll(String bootstrapServers) {
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      Map<TopicPartition, PartitionProducerState> states =
          admin.describeProducers(partitions(admin)).all().get(WAIT_SECONDS, TimeUnit.SECONDS);
      for (Map.Entry<TopicPartition, PartitionProducerState> state : states.entrySet()) {
        for (ProducerState producer : state.getValue().activeProducers()) {
          if (producer.currentTransactionStartOffset().isPresent()) {
            abort(admin, state.getKey(), producer);
          }
        }
      }
    } catch (ExecutionException | TimeoutException unanswered) {
      LOG.atWarn().setCause(unanswered).log("open transactions could not be looked for");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<TopicPartition> partitions(Admin admin)
      throws ExecutionException, InterruptedException, TimeoutException {
    Set<String> names =
        admin
            .listTopics(new ListTopicsOptions().listInternal(true))
            .names()
            .get(WAIT_SECONDS, TimeUnit.SECONDS);
    List<TopicPartition> partitions = new ArrayList<>();
    Map<String, TopicDescription> topics =
        admin.describeTopics(names).allTopicNames().get(WAIT_SECONDS, TimeUnit.SECONDS);
    topics.forEach(
        (name, topic) ->
            topic
                .partitions()
                .forEach(
                    partition -> partitions.add(new TopicPartition(name, partition.partition()))));
    return partitions;
  }

  private static void abort(Admin admin, TopicPartition partition, ProducerState producer)
      throws InterruptedException, TimeoutException {
    try {
      admin
          .abortTransaction(
              new AbortTransactionSpec(
                  partition,
                  producer.producerId(),
                  (short) producer.producerEpoch(),
                  producer.coordinatorEpoch().orElse(0)))
          .all()
          .get(WAIT_SECONDS, TimeUnit.SECONDS);
      LOG.atInfo()
          .addKeyValue("partition", partition)
          .addKeyValue("producerId", producer.producerId())
          .log("a transaction that a dead process left open is aborted");
    } catch (ExecutionException refused) {
      LOG.atWarn()
          .addKeyValue("partition", partition)
          .setCause(refused)
          .log("an open transaction could not be aborted");
    }
  }
}
