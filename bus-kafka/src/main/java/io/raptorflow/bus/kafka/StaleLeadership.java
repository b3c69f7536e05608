package io.raptorflow.bus.kafka;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.errors.BrokerIdNotRegisteredException;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes the partitions away from a broker that was killed, before it starts again.
///
/// The metadata of a killed single broker still call it the leader of everything. Started on them
/// it becomes transaction coordinator at once, cannot deliver the markers of unfinished
/// transactions because it does not serve yet, and a moment later, when its new registration has
/// taken the leadership from its old self, drops them: its coordinator takes a partition without a
/// leader for a deleted one (`TransactionMarkerChannelManager` of Kafka 4.3). Transactions then
/// count as complete whose records nobody will ever see. So the controller runs alone for a moment
/// and forgets the dead broker; the next start begins without leaders, as after a stop in order.
final class StaleLeadership {
  private static final Logger LOG = LoggerFactory.getLogger(StaleLeadership.class);

  /// Kafka writes it when a broker stopped in order, and removes it when one starts.
  private static final String CLEAN_STOP = ".kafka_cleanshutdown";

  private static final Duration WAIT = Duration.ofSeconds(30);

  private StaleLeadership() {}

  /// Whether the last broker on a formatted directory was killed.
  static boolean isIn(Path directory) {
    return Files.isDirectory(directory.resolve("__cluster_metadata-0"))
        && !Files.exists(directory.resolve(CLEAN_STOP));
  }

  /// Returns when the controller has forgotten the broker.
  ///
  /// @param broker its configuration as broker and controller
  /// @param controller address of the controller, free
  /// @throws IllegalStateException when the controller refuses, or does not answer
  static void end(Properties broker, String controller) {
    Properties alone = new Properties();
    for (String name :
        new String[] {
          "node.id",
          "controller.quorum.voters",
          "controller.listener.names",
          "listener.security.protocol.map",
          "log.dirs"
        }) {
      alone.put(name, broker.getProperty(name));
    }
    alone.put("process.roles", "controller");
    alone.put("listeners", "CONTROLLER://" + controller);
    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(alone, false), Time.SYSTEM);
    server.startup();
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_CONTROLLERS_CONFIG, controller))) {
      admin
          .unregisterBroker(Integer.parseInt(broker.getProperty("node.id")))
          .all()
          .get(WAIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a killed broker is forgotten", stopped);
    } catch (ExecutionException failed) {
      if (!(failed.getCause() instanceof BrokerIdNotRegisteredException)) {
        throw new IllegalStateException("the controller keeps the killed broker", failed);
      }
    } catch (TimeoutException silent) {
      throw new IllegalStateException("the controller does not answer", silent);
    } finally {
      server.shutdown();
      server.awaitShutdown();
    }
    LOG.atInfo().log("the killed broker is forgotten");
  }
}
