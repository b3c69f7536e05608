package io.raptorflow.bus.kafka;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeTransactionsResult;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.internals.Topic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends what a killed process left open in a broker of one machine, before its clients come back:
/// readers of committed records, and groups with offsets in an open transaction, would wait for its
/// timeout.
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
      if (open.haveEverBeen()) {
        open.awaitCoordinators();
        open.end();
      }
    } catch (ExecutionException | TimeoutException | KafkaException unanswered) {
      LOG.atWarn().setCause(unanswered).log("open transactions could not be ended");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean haveEverBeen() throws ExecutionException, InterruptedException, TimeoutException {
    return admin
        .listTopics(new ListTopicsOptions().listInternal(true))
        .names()
        .get(WAIT_SECONDS, TimeUnit.SECONDS)
        .contains(Topic.TRANSACTION_STATE_TOPIC_NAME);
  }

  /// A list of transactions leaves out, without a word, those of coordinators that have not loaded
  /// their state. A question about one transaction is asked again until its coordinator has; so one
  /// is asked of each coordinator.
  private void awaitCoordinators()
      throws ExecutionException, InterruptedException, TimeoutException {
    int coordinators =
        admin
            .describeTopics(List.of(Topic.TRANSACTION_STATE_TOPIC_NAME))
            .topicNameValues()
            .values()
            .iterator()
            .next()
            .get(WAIT_SECONDS, TimeUnit.SECONDS)
            .partitions()
            .size();
    Set<String> unknown =
        IntStream.range(0, coordinators)
            .mapToObj(partition -> idAt(partition, coordinators))
            .collect(Collectors.toSet());
    DescribeTransactionsResult answers = admin.describeTransactions(unknown);
    for (String id : unknown) {
      KafkaFuture<TransactionDescription> answer = answers.description(id);
      try {
        answer.get(WAIT_SECONDS, TimeUnit.SECONDS);
      } catch (ExecutionException failed) {
        if (!(failed.getCause() instanceof TransactionalIdNotFoundException)) {
          throw failed;
        }
      }
    }
  }

  /// A transactional id that belongs to a partition of the transaction log.
  private static String idAt(int partition, int partitions) {
    return IntStream.iterate(0, number -> number + 1)
        .mapToObj(number -> "nobody-" + number)
        .filter(id -> (id.hashCode() & Integer.MAX_VALUE) % partitions == partition)
        .findFirst()
        .orElseThrow();
  }

  /// Fencing a producer lets its coordinator abort what is open, or finish what it had begun to
  /// commit, in all partitions alike.
  private void end() throws ExecutionException, InterruptedException, TimeoutException {
    List<String> open =
        admin.listTransactions().all().get(WAIT_SECONDS, TimeUnit.SECONDS).stream()
            .filter(listed -> !ENDED.contains(listed.state()))
            .map(TransactionListing::transactionalId)
            .toList();
    if (!open.isEmpty()) {
      admin.fenceProducers(open).all().get(WAIT_SECONDS, TimeUnit.SECONDS);
      LOG.atInfo().addKeyValue("transactions", open).log("ended what a dead process left open");
    }
  }
}
