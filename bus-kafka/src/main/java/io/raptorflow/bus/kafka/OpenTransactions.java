package io.raptorflow.bus.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends what a killed process left open in a broker of one machine, before its clients come back:
/// readers of committed records, and groups with offsets in an open transaction, would wait for its
/// timeout, or for ever when no coordinator knows it any more (a hanging transaction, KIP-664).
///
/// A transaction whose coordinator had begun to commit it is committed, never aborted.
final class OpenTransactions {
  private static final Logger LOG = LoggerFactory.getLogger(OpenTransactions.class);
  private static final long WAIT_SECONDS = 30;
  private static final Set<TransactionState> ENDED =
      Set.of(
          TransactionState.EMPTY,
          TransactionState.COMPLETE_COMMIT,
          TransactionState.COMPLETE_ABORT);

  private final Admin admin;

  private OpenTransactions(Admin admin) {
    this.admin = admin;
  }

  /// Ends every open transaction. What cannot be ended is logged; its timeout ends it later.
  static void endAll(String bootstrapServers) {
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      OpenTransactions open = new OpenTransactions(admin);
      open.endKnown();
      open.endHanging();
    } catch (ExecutionException | TimeoutException | KafkaException unanswered) {
      LOG.atWarn().setCause(unanswered).log("open transactions could not be ended");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// Fencing a producer lets its coordinator abort what is open, or finish what it had begun to
  /// commit, in all partitions alike.
  private void endKnown() throws ExecutionException, InterruptedException, TimeoutException {
    List<String> open = unfinished().stream().map(TransactionListing::transactionalId).toList();
    if (!open.isEmpty()) {
      admin.fenceProducers(open).all().get(WAIT_SECONDS, TimeUnit.SECONDS);
      LOG.atInfo().addKeyValue("transactions", open).log("ended what a dead process left open");
    }
  }

  private List<TransactionListing> unfinished()
      throws ExecutionException, InterruptedException, TimeoutException {
    return admin.listTransactions().all().get(WAIT_SECONDS, TimeUnit.SECONDS).stream()
        .filter(listed -> !ENDED.contains(listed.state()))
        .toList();
  }

  private void endHanging() throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, PartitionProducerState> states =
        admin.describeProducers(partitions()).all().get(WAIT_SECONDS, TimeUnit.SECONDS);
    Set<Long> known =
        unfinished().stream().map(TransactionListing::producerId).collect(Collectors.toSet());
    for (Map.Entry<TopicPartition, PartitionProducerState> state : states.entrySet()) {
      for (ProducerState producer : state.getValue().activeProducers()) {
        if (producer.currentTransactionStartOffset().isPresent()
            && !known.contains(producer.producerId())) {
          abort(state.getKey(), producer);
        }
      }
    }
  }

  private List<TopicPartition> partitions()
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

  private void abort(TopicPartition partition, ProducerState producer)
      throws ExecutionException, InterruptedException, TimeoutException {
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
        .log("aborted a transaction that no coordinator knows");
  }
}
