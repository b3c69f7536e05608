package io.raptorflow.bench.chaos;

import io.raptorflow.bench.Ports;
import io.raptorflow.bench.chaos.TcpProxy.Direction;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;

/// Three brokers, each behind proxies: one for clients, one for the other brokers, one for the
/// controllers' quorum, so that each way can be cut alone.
final class Cluster implements AutoCloseable {
  static final int BROKERS = 3;
  private static final String HEAP = "320m";
  private static final Duration START = Duration.ofSeconds(120);

  /// Which way to a broker.
  enum Way {
    CLIENTS,
    BROKERS,
    CONTROLLERS
  }

  private final List<Forked> brokers = new ArrayList<>();
  private final List<Map<Way, TcpProxy>> proxies = new ArrayList<>();
  private final String bootstrapServers;

  private Cluster(long seed, Path directory, List<Path> disks) throws IOException {
    List<Map<Way, Integer>> ports = new ArrayList<>();
    List<String> voters = new ArrayList<>();
    List<String> servers = new ArrayList<>();
    for (int broker = 0; broker < BROKERS; broker++) {
      Map<Way, Integer> own = new HashMap<>();
      Map<Way, TcpProxy> before = new HashMap<>();
      for (Way way : Way.values()) {
        int port = Ports.free();
        own.put(way, port);
        before.put(way, TcpProxy.to(port, seed + broker * 10L + way.ordinal()));
      }
      ports.add(own);
      proxies.add(before);
      voters.add((broker + 1) + "@127.0.0.1:" + port(broker, Way.CONTROLLERS));
      servers.add("127.0.0.1:" + port(broker, Way.CLIENTS));
    }
    this.bootstrapServers = String.join(",", servers);
    for (int broker = 0; broker < BROKERS; broker++) {
      Map<Way, Integer> own = ports.get(broker);
      brokers.add(
          new Forked(
              new Forked.Launch(
                  "broker-" + (broker + 1),
                  BrokerNode.class.getName(),
                  List.of(
                      Integer.toString(broker + 1),
                      disks.get(broker).toString(),
                      Integer.toString(own.getOrDefault(Way.CLIENTS, 0)),
                      Integer.toString(own.getOrDefault(Way.BROKERS, 0)),
                      Integer.toString(own.getOrDefault(Way.CONTROLLERS, 0)),
                      Integer.toString(port(broker, Way.CLIENTS)),
                      Integer.toString(port(broker, Way.BROKERS)),
                      Integer.toString(port(broker, Way.CONTROLLERS)),
                      String.join(",", voters)),
                  null,
                  HEAP),
              directory));
    }
  }

  /// Starts all three.
  ///
  /// @param disks a data directory for each broker
  static Cluster start(long seed, Path logs, List<Path> disks)
      throws IOException, InterruptedException {
    Cluster cluster = new Cluster(seed, logs, disks);
    for (Forked broker : cluster.brokers) {
      broker.start();
    }
    for (Forked broker : cluster.brokers) {
      if (!broker.awaitReady(START)) {
        cluster.close();
        throw new IllegalStateException(broker.name() + " does not start; see its log");
      }
    }
    return cluster;
  }

  String bootstrapServers() {
    return bootstrapServers;
  }

  Forked broker(int index) {
    return brokers.get(index);
  }

  List<Forked> brokers() {
    return List.copyOf(brokers);
  }

  private int port(int broker, Way way) {
    return proxy(broker, way).port();
  }

  TcpProxy proxy(int broker, Way way) {
    TcpProxy proxy = proxies.get(broker).get(way);
    if (proxy == null) {
      throw new AssertionError("every way has a proxy");
    }
    return proxy;
  }

  /// Nobody reaches this broker this way any more, or nobody hears it.
  void cut(int broker, Set<Way> ways, Set<Direction> directions) {
    ways.forEach(way -> proxy(broker, way).hold(directions));
  }

  /// Ends all that proxies do.
  void heal() {
    proxies.forEach(before -> before.values().forEach(TcpProxy::heal));
  }

  /// Which broker leads the controllers, from 0; -1 when the cluster does not say.
  int controller() throws InterruptedException {
    try (Admin admin = admin()) {
      return admin.describeMetadataQuorum().quorumInfo().get(10, TimeUnit.SECONDS).leaderId() - 1;
    } catch (ExecutionException | TimeoutException unknown) {
      return -1;
    }
  }

  /// Waits until every partition has all of its copies in step, so that one further broker may die.
  ///
  /// @return whether it was so in time
  boolean awaitInSync(Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    while (System.nanoTime() < end) {
      if (isInSync()) {
        return true;
      }
      Pause.of(Duration.ofMillis(500));
    }
    return false;
  }

  private boolean isInSync() throws InterruptedException {
    try (Admin admin = admin()) {
      for (TopicDescription topic :
          admin
              .describeTopics(
                  admin
                      .listTopics(
                          new org.apache.kafka.clients.admin.ListTopicsOptions().listInternal(true))
                      .names()
                      .get(10, TimeUnit.SECONDS))
              .allTopicNames()
              .get(10, TimeUnit.SECONDS)
              .values()) {
        for (TopicPartitionInfo partition : topic.partitions()) {
          if (partition.isr().size() < partition.replicas().size()) {
            return false;
          }
        }
      }
      return true;
    } catch (ExecutionException | TimeoutException unknown) {
      return false;
    }
  }

  private Admin admin() {
    return Admin.create(
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            5_000,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            10_000));
  }

  @Override
  public void close() throws IOException {
    try {
      for (Forked broker : brokers) {
        broker.goOn();
        broker.kill();
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    for (Map<Way, TcpProxy> before : proxies) {
      for (TcpProxy proxy : before.values()) {
        proxy.close();
      }
    }
  }
}
