package io.raptorflow.bench.chaos;

import static io.raptorflow.bench.chaos.Fault.between;

import io.raptorflow.bench.chaos.Cluster.Way;
import io.raptorflow.bench.chaos.TcpProxy.Direction;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.Topic;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/// How each kind of fault is done.
final class Faults {
  private static final Duration READY = Duration.ofSeconds(90);
  private static final Duration IN_SYNC = Duration.ofSeconds(15);
  private static final Duration DRAIN = Duration.ofSeconds(40);
  private static final long STEP_MILLIS = 300_000;

  private Faults() {}

  private static Forked anyBroker(Stage stage, Random random) {
    return stage.cluster().broker(random.nextInt(Cluster.BROKERS));
  }

  static List<Object> killBroker(Stage stage, Random random) throws Exception {
    return killBroker(stage, random, anyBroker(stage, random));
  }

  static List<Object> killController(Stage stage, Random random) throws Exception {
    int leader = stage.cluster().controller();
    return killBroker(
        stage, random, leader < 0 ? anyBroker(stage, random) : stage.cluster().broker(leader));
  }

  private static List<Object> killBroker(Stage stage, Random random, Forked broker)
      throws Exception {
    broker.kill();
    Pause.of(between(random, 500, 5_000));
    startAgain(stage, broker);
    return List.of("who", broker.name());
  }

  static List<Object> terminateBroker(Stage stage, Random random) throws Exception {
    Forked broker = anyBroker(stage, random);
    broker.terminate(DRAIN);
    startAgain(stage, broker);
    return List.of("who", broker.name());
  }

  private static void startAgain(Stage stage, Forked broker)
      throws IOException, InterruptedException {
    broker.start();
    broker.awaitReady(READY);
    stage.cluster().awaitInSync(IN_SYNC);
  }

  static List<Object> pauseBroker(Stage stage, Random random) throws Exception {
    Forked broker = anyBroker(stage, random);
    Duration time = random.nextBoolean() ? Duration.ofSeconds(2) : Duration.ofSeconds(8);
    broker.pause();
    Pause.of(time);
    broker.goOn();
    stage.cluster().awaitInSync(IN_SYNC);
    return List.of("who", broker.name(), "seconds", time.toSeconds());
  }

  static List<Object> pauseTwoBrokers(Stage stage, Random random) throws Exception {
    int spared = random.nextInt(Cluster.BROKERS);
    List<Forked> paused = new ArrayList<>(stage.cluster().brokers());
    paused.remove(spared);
    for (Forked broker : paused) {
      broker.pause();
    }
    Pause.of(between(random, 3_000, 7_000));
    for (Forked broker : paused) {
      broker.goOn();
    }
    stage.cluster().awaitInSync(IN_SYNC);
    return List.of("who", paused.stream().map(Forked::name).toList());
  }

  static List<Object> stallBroker(Stage stage, Random random) throws Exception {
    Forked broker = anyBroker(stage, random);
    for (int second = 0; second < 8; second++) {
      broker.pause();
      Pause.ofMillis(500);
      broker.goOn();
      Pause.ofMillis(500);
    }
    return List.of("who", broker.name());
  }

  static List<Object> fillDisk(Stage stage, Random random) throws Exception {
    if (!stage.disks().canBeFull()) {
      return List.of("skipped", "this process may not mount a small disk");
    }
    Forked broker = stage.cluster().broker(Cluster.BROKERS - 1);
    stage.disks().fill();
    Pause.of(between(random, 4_000, 8_000));
    boolean survived = broker.isAlive();
    stage.disks().free();
    broker.kill();
    startAgain(stage, broker);
    return List.of("who", broker.name(), "survived", survived);
  }

  /// Every fsync of a broker fails for some seconds. A broker that lost its disk is started again.
  static List<Object> failFsync(Stage stage, Random random) throws Exception {
    Forked broker = anyBroker(stage, random);
    Process strace;
    try {
      strace =
          new ProcessBuilder(
                  "strace",
                  "-f",
                  "-qq",
                  "-e",
                  "trace=fsync,fdatasync",
                  "-e",
                  "inject=fsync,fdatasync:error=EIO",
                  "-p",
                  Long.toString(broker.pid()))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException noStrace) {
      return List.of("skipped", "there is no strace");
    }
    Pause.of(between(random, 3_000, 6_000));
    boolean attached = strace.isAlive() || strace.exitValue() == 0;
    strace.destroy();
    strace.waitFor();
    boolean survived = broker.isAlive();
    broker.kill();
    startAgain(stage, broker);
    return attached
        ? List.of("who", broker.name(), "survived", survived)
        : List.of("who", broker.name(), "skipped", "strace may not attach");
  }

  static List<Object> cut(Stage stage, Random random, Set<Way> ways, Set<Direction> directions)
      throws Exception {
    int broker = random.nextInt(Cluster.BROKERS);
    stage.cluster().cut(broker, ways, directions);
    Pause.of(between(random, 3_000, 9_000));
    stage.cluster().heal();
    stage.cluster().awaitInSync(IN_SYNC);
    return List.of(
        "who",
        "broker-" + (broker + 1),
        "ways",
        ways.toString(),
        "directions",
        directions.toString());
  }

  static List<Object> cutAll(Stage stage, Random random) throws Exception {
    for (int broker = 0; broker < Cluster.BROKERS; broker++) {
      stage.cluster().cut(broker, Set.of(Way.CLIENTS), Set.of(Direction.values()));
    }
    Pause.of(between(random, 2_000, 6_000));
    stage.cluster().heal();
    return List.of();
  }

  static List<Object> delay(Stage stage, Random random) throws Exception {
    for (int broker = 0; broker < Cluster.BROKERS; broker++) {
      stage
          .cluster()
          .proxy(broker, Way.CLIENTS)
          .delay(Duration.ofMillis(200), Duration.ofMillis(200));
    }
    Pause.of(between(random, 4_000, 8_000));
    stage.cluster().heal();
    return List.of();
  }

  static List<Object> cutAnswers(Stage stage, Random random) throws Exception {
    for (int time = 0; time < 5; time++) {
      for (int broker = 0; broker < Cluster.BROKERS; broker++) {
        stage.cluster().proxy(broker, Way.CLIENTS).cutAfter(1_000 + random.nextInt(100_000));
      }
      Pause.ofMillis(500);
      stage.cluster().heal();
      Pause.ofMillis(500);
    }
    return List.of();
  }

  static List<Object> addPartition(Stage stage, Random random) throws Exception {
    String topic = Topic.inbox(Cast.TOOL_USERS.get(random.nextInt(Cast.TOOL_USERS.size())));
    Admin admin = stage.bus().admin();
    int now =
        admin
            .describeTopics(List.of(topic))
            .allTopicNames()
            .get(30, TimeUnit.SECONDS)
            .values()
            .iterator()
            .next()
            .partitions()
            .size();
    admin
        .createPartitions(Map.of(topic, NewPartitions.increaseTo(now + 1)))
        .all()
        .get(30, TimeUnit.SECONDS);
    return List.of("topic", topic, "partitions", now + 1);
  }

  /// Somebody tries to set the offsets of a group that is at work; the cluster must refuse.
  static List<Object> tamper(Stage stage, Random random) throws Exception {
    AgentId agent = Cast.TOOL_USERS.get(random.nextInt(Cast.TOOL_USERS.size()));
    TopicPartition partition = new TopicPartition(Topic.inbox(agent), 0);
    Admin admin = stage.bus().admin();
    boolean atWork =
        admin
            .describeConsumerGroups(List.of(agent.group()))
            .all()
            .get(30, TimeUnit.SECONDS)
            .values()
            .stream()
            .noneMatch(group -> group.members().isEmpty());
    if (!atWork) {
      return List.of("skipped", "nobody is at work");
    }
    try {
      admin
          .alterConsumerGroupOffsets(
              agent.group(),
              Map.of(partition, new OffsetAndMetadata(random.nextBoolean() ? 0 : 1_000_000)))
          .all()
          .get(30, TimeUnit.SECONDS);
      return List.of("who", agent.group(), "tampered", true);
    } catch (ExecutionException refused) {
      return List.of(
          "who", agent.group(), "tampered", false, "because", String.valueOf(refused.getCause()));
    }
  }

  private static Forked anyAgents(Stage stage, Random random) {
    return stage.process(Cast.AGENT_NODES.get(random.nextInt(Cast.AGENT_NODES.size())));
  }

  static List<Object> killAgents(Stage stage, Random random) throws Exception {
    return restart(anyAgents(stage, random), random);
  }

  static List<Object> killAllAgents(Stage stage, Random random) throws Exception {
    for (String name : Cast.AGENT_NODES) {
      stage.process(name).kill();
    }
    Pause.of(between(random, 0, 2_000));
    for (String name : Cast.AGENT_NODES) {
      stage.process(name).start();
    }
    for (String name : Cast.AGENT_NODES) {
      stage.process(name).awaitReady(READY);
    }
    return List.of("who", Cast.AGENT_NODES);
  }

  static List<Object> pauseAgents(Stage stage, Random random) throws Exception {
    Forked agents = anyAgents(stage, random);
    Duration time = random.nextInt(3) == 0 ? Duration.ofSeconds(4) : Duration.ofSeconds(16);
    agents.pause();
    Pause.of(time);
    agents.goOn();
    return List.of("who", agents.name(), "seconds", time.toSeconds());
  }

  static List<Object> terminateAgents(Stage stage, Random random) throws Exception {
    Forked agents = anyAgents(stage, random);
    boolean drained = agents.terminate(DRAIN);
    agents.start();
    agents.awaitReady(READY);
    return List.of("who", agents.name(), "drained", drained);
  }

  static List<Object> killReplayer(Stage stage, Random random) throws Exception {
    return restart(
        stage.process(Cast.REPLAYERS.get(random.nextInt(Cast.REPLAYERS.size()))), random);
  }

  /// A second replayer with the name of the first, as after a careless copy of a deployment.
  static List<Object> startTwin(Stage stage, Random random) throws Exception {
    Forked twin = stage.process(Cast.TWIN);
    twin.start();
    Pause.of(between(random, 6_000, 12_000));
    twin.kill();
    return List.of("who", Cast.REPLAYERS.getFirst());
  }

  static List<Object> killLords(Stage stage, Random random) throws Exception {
    return restart(stage.process(Cast.LORDS), random);
  }

  static List<Object> killIngress(Stage stage, Random random) throws Exception {
    return restart(stage.process(Cast.INGRESS), random);
  }

  private static List<Object> restart(Forked process, Random random) throws Exception {
    process.kill();
    Pause.of(between(random, 0, 3_000));
    process.start();
    process.awaitReady(READY);
    return List.of("who", process.name());
  }

  static List<Object> stepClock(Stage stage, Random random) throws Exception {
    List<String> names = new ArrayList<>(Cast.AGENT_NODES);
    names.addAll(Cast.REPLAYERS);
    names.add(Cast.LORDS);
    Forked process = stage.process(names.get(random.nextInt(names.size())));
    long step = random.nextBoolean() ? STEP_MILLIS : -STEP_MILLIS;
    process.tell("clock " + step);
    Pause.of(between(random, 4_000, 8_000));
    process.tell("clock 0");
    return List.of("who", process.name(), "millis", step);
  }

  static List<Object> misbehave(Stage stage, Random random, SinkNode.Mode mode) throws Exception {
    stage.process(Cast.SINK).tell("mode " + mode);
    Pause.of(between(random, 4_000, 10_000));
    stage.process(Cast.SINK).tell("mode " + SinkNode.Mode.NORMAL);
    return List.of();
  }

  static List<Object> restartAll(Stage stage, Random random) throws Exception {
    for (Forked broker : stage.cluster().brokers()) {
      broker.terminate(DRAIN);
      startAgain(stage, broker);
    }
    for (Forked process : stage.services()) {
      process.terminate(DRAIN);
      process.start();
      process.awaitReady(READY);
    }
    return List.of();
  }
}
