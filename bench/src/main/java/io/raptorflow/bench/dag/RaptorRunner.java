package io.raptorflow.bench.dag;

import io.raptorflow.agent.AgentCatalog;
import io.raptorflow.agent.AgentFile.Tier;
import io.raptorflow.agent.AgentRunner;
import io.raptorflow.agent.ModelGateway;
import io.raptorflow.agent.host.GuildHost;
import io.raptorflow.agent.host.KafkaCallBook;
import io.raptorflow.agent.langchain.ModelRoutes;
import io.raptorflow.agent.langchain.ModelSettings;
import io.raptorflow.agent.offline.OfflineModel;
import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.CampaignCommand;
import io.raptorflow.bus.CampaignCommand.StartWorkflow;
import io.raptorflow.bus.CouncilDecision;
import io.raptorflow.bus.Lane;
import io.raptorflow.bus.Outgoing;
import io.raptorflow.bus.Payload;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.WorkspaceId;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.BusSettings;
import io.raptorflow.bus.kafka.InboxSettings;
import io.raptorflow.bus.kafka.RunControl;
import io.raptorflow.bus.kafka.TopicCatalogue;
import io.raptorflow.lords.host.CouncilHost;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/// This project: the Council, agents with their inboxes, and a caller who knows only the bus: a run
/// begins with a command on `sys.campaign.commands` and ends with a decision that closes it.
final class RaptorRunner implements Runner {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String DECISIONS = Topic.DECISIONS.topicName();
  private static final WorkspaceId WORKSPACE = new WorkspaceId("bench");

  private final Bus bus;
  private final Path directory;
  private final RunControl control;
  private final KafkaCallBook book;
  private final Payload brief;
  private final Map<BenchGuild, GuildHost> hosts = new HashMap<>();
  private final Map<String, CompletableFuture<CouncilDecision>> open = new ConcurrentHashMap<>();

  private RaptorRunner(Bus bus, Path directory) {
    this.bus = bus;
    this.directory = directory;
    new TopicCatalogue(bus, 1).create(List.of());
    bus.codec().announceSchemas();
    this.control = new RunControl(bus);
    control.start();
    this.book = new KafkaCallBook(bus);
    book.start();
    this.brief = bus.claims().store(Payload.inline(brief()));
  }

  static RaptorRunner start(String servers, String registry, Path directory)
      throws InterruptedException {
    RaptorRunner runner =
        new RaptorRunner(
            Bus.connect(BusSettings.at(servers, registry), InstantSource.system()), directory);
    CouncilHost council =
        new CouncilHost(
            runner.bus,
            new CouncilHost.Settings(directory.resolve("streams"), Duration.ofMinutes(15), "bench"),
            BenchGuild.charter());
    council.start();
    runner.follow();
    while (!council.isSeated()) {
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
    return runner;
  }

  private static String brief() {
    try (InputStream in = RaptorRunner.class.getResourceAsStream("/samples/tarnwell.json")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override
  public void prepare(Graph graph, String model) throws InterruptedException {
    BenchGuild guild = BenchGuild.of(graph, model);
    if (hosts.containsKey(guild)) {
      return;
    }
    new TopicCatalogue(bus, 1).create(guild.agents());
    InboxSettings usual = InboxSettings.standard();
    // One process does what the usual limits leave to many: as many at once as runs.
    InboxSettings wide =
        new InboxSettings(
            10_000,
            usual.windowBytes(),
            2_000,
            usual.recordBytesMax(),
            usual.ageing(),
            usual.drain(),
            usual.deathsMax(),
            java.util.Optional.of("bench"));
    GuildHost host =
        new GuildHost(
            catalog(guild),
            new AgentRunner(
                new ModelGateway(
                    ModelRoutes.of(
                        settings(model), new OfflineModel(List.of()), bus.time(), bus.meters()),
                    book,
                    bus.time())),
            bus,
            control,
            new GuildHost.Settings("bench", wide));
    host.start();
    hosts.put(guild, host);
    if (!host.awaitAssignment(PATIENCE)) {
      throw new IllegalStateException("the agents of " + guild + " get no partitions");
    }
  }

  private AgentCatalog catalog(BenchGuild guild) {
    try {
      return AgentCatalog.load(List.of(guild.kit()), List.of(guild.write(directory)));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static ModelSettings settings(String model) {
    if (model.isEmpty()) {
      return ModelSettings.from(Map.of());
    }
    return ModelSettings.from(
        Map.of("RAPTOR_MODEL_" + Tier.VOLUME, "openai:stub@0/0", "OPENAI_BASE_URL", model + "/v1"));
  }

  @Override
  public void run(Graph graph, int run, String model) throws Exception {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    RunId id = new RunId(UUID.randomUUID());
    CompletableFuture<CouncilDecision> closed = new CompletableFuture<>();
    open.put(id.toString(), closed);
    bus.outbox()
        .publish(
            Outgoing.to(
                Topic.COMMANDS,
                new CampaignCommand(
                    id.value(),
                    id,
                    WORKSPACE,
                    "bench",
                    now,
                    new StartWorkflow(
                        BenchGuild.of(graph, model).name(),
                        brief,
                        List.of(
                            Attachment.json(
                                "ticket", "{\"ticket\":\"ticket=%d.\"}".formatted(run))),
                        Lane.NORMAL,
                        BigDecimal.ONE))));
    CouncilDecision last = closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (!last.what().equals("The run is complete")) {
      throw new IllegalStateException(last.what() + ", " + last.why());
    }
  }

  /// Reads the decisions from now on.
  private void follow() {
    Consumer<byte[], byte[]> consumer = bus.consumer(null, Map.of());
    List<TopicPartition> partitions =
        consumer.partitionsFor(DECISIONS).stream()
            .map(info -> new TopicPartition(DECISIONS, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    Thread.ofPlatform()
        .daemon()
        .name("caller")
        .start(
            () -> {
              while (true) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                  if (bus.codec().decode(DECISIONS, record.value()) instanceof CouncilDecision said
                      && said.kind() == CouncilDecision.Kind.RUN_CLOSED) {
                    CompletableFuture<CouncilDecision> closed = open.remove(said.run().toString());
                    if (closed != null) {
                      closed.complete(said);
                    }
                  }
                }
              }
            });
  }
}
