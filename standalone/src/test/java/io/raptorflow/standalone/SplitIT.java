package io.raptorflow.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.CouncilDecision.Kind;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.BusSettings;
import io.raptorflow.bus.kafka.EmbeddedRegistry;
import io.raptorflow.ingress.db.DataSourceSettings;
import io.raptorflow.ingress.db.EmbeddedPostgresServer;
import io.raptorflow.lords.audit.RunLog;
import io.raptorflow.lords.audit.Verification;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same code as separate services: broker, Lords, four guilds, replayer and ingress, each in a
/// JVM of its own.
class SplitIT {
  private static final String TOKEN = "a-token-of-this-test-only";
  private static final Map<String, String> GUILDS =
      Map.of(
          "research", "io.raptorflow.guild.research.ResearchService",
          "muse", "io.raptorflow.guild.muse.MuseService",
          "matrix", "io.raptorflow.guild.matrix.MatrixService",
          "guardian", "io.raptorflow.guild.guardian.GuardianService");

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Map<String, Fork> services = new HashMap<>();

  @AfterEach
  void stops() throws Exception {
    List<CompletableFuture<Void>> stopping =
        services.entrySet().stream()
            .filter(service -> !service.getKey().equals("broker"))
            .map(service -> CompletableFuture.runAsync(service.getValue()::close))
            .toList();
    stopping.forEach(CompletableFuture::join);
    for (AutoCloseable part : open) {
      part.close();
    }
  }

  @Test
  void finishesARunAlthoughAGuildIsKilledInItsMiddle(@TempDir Path data) throws Exception {
    CompletableFuture<EmbeddedPostgresServer> postgres =
        CompletableFuture.supplyAsync(
            () ->
                EmbeddedPostgresServer.start(
                    new EmbeddedPostgresServer.Settings(
                        data.resolve("postgres"), Swarms.PROGRAMS, 0)));
    String servers = broker(data);
    EmbeddedRegistry registry = opened(EmbeddedRegistry.start(servers, 0));
    Map<String, String> environment =
        Map.of(
            "RAPTOR_BOOTSTRAP_SERVERS",
            servers,
            "RAPTOR_SCHEMA_REGISTRY_URL",
            registry.url(),
            "RAPTOR_BUS_BOOTSTRAP_SERVERS",
            servers,
            "RAPTOR_BUS_SCHEMA_REGISTRY_URL",
            registry.url(),
            "RAPTOR_REPLICATION",
            "1",
            "RAPTOR_BUS_REPLICATION_FACTOR",
            "1",
            "RAPTOR_STATE_DIRECTORY",
            data.resolve("lords-state").toString(),
            "RAPTOR_BUS_STATE_DIRECTORY",
            data.resolve("dlq-state").toString());
    start(data, "lords", "io.raptorflow.lords.host.CouncilService", environment);
    GUILDS.forEach((guild, main) -> start(data, guild, main, environment));
    start(data, "dlq-replayer", "io.raptorflow.dlq.ReplayerApplication", environment);
    String port = freePort();
    start(
        data,
        "ingress-api",
        "io.raptorflow.ingress.IngressApplication",
        ingress(environment, opened(postgres.join()).dataSource(), port));
    Caller caller = new Caller("http://127.0.0.1:" + port, TOKEN);
    awaitUp(caller);

    RunId run = caller.launch("tarnwell");
    caller.awaitGate(run, "G1");
    service("muse").kill();
    caller.approve(run, "G1");
    start(data, "muse", Objects.requireNonNull(GUILDS.get("muse")), environment);
    caller.approve(run, "G4");
    var end = caller.awaitEnd(run);

    assertThat(end.path("state").asString()).as(end.toPrettyString()).isEqualTo("complete");
    assertThat(caller.pack(run)).hasSizeGreaterThan(10_000);
    assertThat(new Caller("http://127.0.0.1:" + port).get("/api/v3/runs").status()).isEqualTo(401);
    assertThat(services.values()).allSatisfy(s -> assertThat(s.isAlive()).isTrue());
    verifies(BusSettings.at(servers, registry.url()), run);
  }

  private static void verifies(BusSettings settings, RunId run) {
    try (Bus bus = Bus.connect(settings, InstantSource.system())) {
      RunLog log = RunLog.read(bus, run);
      assertThat(log.decisions()).anyMatch(decision -> decision.kind() == Kind.PUBLISHED);
      assertThat(Verification.of(bus, log, Duration.ofMinutes(15)).faults()).isEmpty();
    }
  }

  private String broker(Path data) {
    Fork broker =
        Fork.start(
            new Fork.Command(
                "io.raptorflow.bus.kafka.EmbeddedBroker",
                List.of(data.resolve("kafka").toString(), "0", "0"),
                Map.of(),
                "300m"),
            data.resolve("broker.log"));
    services.put("broker", broker);
    open.addLast(broker);
    String line =
        Awaitility.await("the broker is up")
            .atMost(Caller.STEP)
            .until(
                () -> broker.printed().lines().filter(l -> l.startsWith("broker ")).findFirst(),
                java.util.Optional::isPresent)
            .orElseThrow();
    return line.substring("broker ".length()).strip();
  }

  private void start(Path data, String name, String main, Map<String, String> environment) {
    Map<String, String> own = new HashMap<>(environment);
    own.put("RAPTOR_HOST", name + "-1");
    own.put("RAPTOR_BUS_INSTANCE", name + "-1");
    services.put(
        name,
        Fork.start(new Fork.Command(main, List.of(), own, "200m"), data.resolve(name + ".log")));
  }

  private Fork service(String name) {
    return Objects.requireNonNull(services.get(name));
  }

  private static Map<String, String> ingress(
      Map<String, String> environment, DataSourceSettings database, String port) {
    Map<String, String> own = new HashMap<>(environment);
    own.put("RAPTOR_INGRESS_PORT", port);
    own.put("RAPTOR_API_TOKEN", TOKEN);
    own.put("SPRING_DATASOURCE_URL", database.url());
    own.put("SPRING_DATASOURCE_USERNAME", database.owner());
    own.put("SPRING_DATASOURCE_PASSWORD", database.ownerPassword());
    own.put("RAPTOR_INGRESS_DATABASE_ROLE_PASSWORD", database.appPassword());
    return own;
  }

  private void awaitUp(Caller caller) {
    Awaitility.await("every service is up")
        .atMost(Caller.STEP)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(
            () -> {
              services.forEach(
                  (name, service) ->
                      assertThat(service.isAlive()).as(name + "\n" + service.printed()).isTrue());
              assertThat(caller.isUp()).isTrue();
            });
  }

  private <T extends AutoCloseable> T opened(T part) {
    open.addFirst(part);
    return part;
  }

  private static String freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return Integer.toString(probe.getLocalPort());
    }
  }
}
