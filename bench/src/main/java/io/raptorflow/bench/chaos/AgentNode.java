package io.raptorflow.bench.chaos;

import io.raptorflow.agent.AgentCatalog;
import io.raptorflow.agent.AgentRunner;
import io.raptorflow.agent.GuildKit;
import io.raptorflow.agent.ModelGateway;
import io.raptorflow.agent.host.GuildHost;
import io.raptorflow.agent.host.KafkaCallBook;
import io.raptorflow.agent.langchain.ModelRoutes;
import io.raptorflow.agent.langchain.ModelSettings;
import io.raptorflow.agent.offline.OfflineModel;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.Inbox;
import io.raptorflow.bus.kafka.InboxSettings;
import io.raptorflow.bus.kafka.InboxStatus;
import io.raptorflow.bus.kafka.RunControl;
import io.raptorflow.guild.muse.MuseGuild;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A process that hosts agents: those that call a tool, and the Muse guild as it is shipped, whose
/// model is the sink over OpenAI's wire format.
final class AgentNode {
  /// Of works that kill their process there are none here; a campaign kills processes at random,
  /// and the same work may be struck several times.
  private static final int DEATHS_MAX = 1_000;

  private final GuildHost guild;
  private final List<Inbox> inboxes;

  private AgentNode(GuildHost guild, List<Inbox> inboxes) {
    this.guild = guild;
    this.inboxes = inboxes;
  }

  /// @param arguments name, bootstrap servers, registry, address of the sink
  public static void main(String[] arguments) throws IOException, InterruptedException {
    String name = arguments[0];
    String sink = arguments[3];
    Node node = new Node();
    Bus bus = Node.insist(() -> node.connect(arguments[1], arguments[2]));
    KafkaCallBook book = new KafkaCallBook(bus);
    RunControl control = new RunControl(bus);
    Node.insist(
        () -> {
          book.start();
          control.start();
          return true;
        });
    GuildKit kit = MuseGuild.kit();
    ModelSettings models =
        ModelSettings.from(
            Map.of(
                "RAPTOR_MODEL_STANDARD", "openai:sink@0.10/0.20",
                "OPENAI_BASE_URL", sink + "/v1",
                "OPENAI_API_KEY", "none-needed"));
    ModelGateway gateway =
        new ModelGateway(
            ModelRoutes.of(models, new OfflineModel(kit.composers()), bus.time(), bus.meters()),
            book,
            bus.time());
    InboxSettings settings = InboxSettings.standard().withInstance(name).withDeathsMax(DEATHS_MAX);
    GuildHost guild =
        new GuildHost(
            AgentCatalog.load(List.of(kit), List.of()),
            new AgentRunner(gateway),
            bus,
            control,
            new GuildHost.Settings(name, settings));
    List<Inbox> inboxes = new ArrayList<>();
    for (AgentId agent : Cast.TOOL_USERS) {
      Inbox inbox =
          new Inbox(
              bus,
              settings,
              Topic.inbox(agent),
              agent.group(),
              new ToolWork(sink, name, bus.time()),
              control);
      inboxes.add(inbox);
      inbox.start();
    }
    Node.insist(
        () -> {
          guild.start();
          return true;
        });
    AgentNode agents = new AgentNode(guild, inboxes);
    Runtime.getRuntime().addShutdownHook(new Thread(agents::stop, "drain"));
    if (guild.awaitAssignment(Node.START)) {
      Node.say("ready");
    }
    node.listen(agents::report);
  }

  private void stop() {
    List<Thread> stopping = new ArrayList<>();
    stopping.add(Thread.ofVirtual().start(guild::stop));
    inboxes.forEach(inbox -> stopping.add(Thread.ofVirtual().start(inbox::stop)));
    try {
      for (Thread thread : stopping) {
        thread.join();
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  private Map<String, Object> report() {
    List<InboxStatus> status =
        Stream.concat(inboxes.stream().map(Inbox::status), guild.status().values().stream())
            .toList();
    System.gc();
    return Map.of(
        "taken", status.stream().mapToLong(InboxStatus::inFlight).sum(),
        "assigned", status.stream().mapToInt(one -> one.assigned().size()).sum(),
        "lag", status.stream().mapToLong(InboxStatus::lag).sum(),
        "done", status.stream().mapToLong(InboxStatus::done).sum(),
        "failed", status.stream().mapToLong(InboxStatus::failed).sum(),
        "states", status.stream().map(one -> one.state().name()).distinct().toList(),
        "threads", ManagementFactory.getThreadMXBean().getThreadCount(),
        "heapMegabytes",
            ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1_048_576);
  }
}
