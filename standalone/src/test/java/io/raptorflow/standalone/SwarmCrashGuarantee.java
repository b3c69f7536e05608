package io.raptorflow.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.AgentAnswer;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.Guild;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.BusSettings;
import io.raptorflow.lords.audit.RunLog;
import io.raptorflow.lords.audit.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The whole swarm is killed with `kill -9` once in every wave of one run and started again on the
/// same data.
class SwarmCrashGuarantee {
  private static final Duration THINKING = Duration.ofMillis(200);

  /// From the last byte of a model's answer until it lies in the journal; what dies in between was
  /// in flight.
  private static final Duration JOURNALING = Duration.ofSeconds(1);

  private final List<Instant> kills = new ArrayList<>();
  private final List<Long> restartMillis = new ArrayList<>();

  @Test
  void finishesTheRunWithEveryAnswerOnceAndNoJournaledCallRepeated(
      @TempDir Path data, TestReporter reporter) throws Exception {
    try (ModelStub stub = new ModelStub(THINKING)) {
      Fork swarm = up(data, stub);
      try {
        Caller caller = awaitUp(data, swarm);
        RunId run = caller.launch("tarnwell");
        Set<Integer> waves = new HashSet<>();
        Set<String> approved = new HashSet<>();
        for (JsonNode status = caller.status(run);
            !Caller.isOver(status);
            status = caller.awaitStatus(run, "a new wave", s -> isNews(s, waves, approved))) {
          Optional<Integer> begun = begun(status, waves);
          if (begun.isPresent()) {
            waves.add(begun.get());
            swarm.kill();
            kills.add(Instant.now());
            swarm = up(data, stub);
            caller = awaitUp(data, swarm);
          } else if (waits(status, approved)) {
            caller.approve(run, status.path("gate").path("gate").asString());
            approved.add(status.path("gate").path("seen").asString());
          }
        }

        JsonNode end = caller.status(run);
        reporter.publishEntry(
            Map.of(
                "kills", kills.size() + "",
                "restart ms", restartMillis.toString(),
                "calls", stub.calls().size() + ""));
        assertThat(end.path("state").asString()).as(end.toPrettyString()).isEqualTo("complete");
        assertThat(kills).hasSizeGreaterThanOrEqualTo(5);
        try (Bus bus = bus(data)) {
          everyAnswerIsVisibleOnce(bus, run);
          assertThat(Verification.of(bus, RunLog.read(bus, run), Duration.ofMinutes(15)).faults())
              .isEmpty();
        }
        assertThat(repeatedAfterTheJournalHadIt(stub)).isEmpty();
        assertThat(stub.calls()).isNotEmpty();
      } finally {
        swarm.close();
      }
    }
  }

  /// Whether a wave has begun that nothing was killed in, or a gate waits.
  private static boolean isNews(JsonNode status, Set<Integer> waves, Set<String> approved) {
    return waits(status, approved) || begun(status, waves).isPresent();
  }

  private static boolean waits(JsonNode status, Set<String> approved) {
    return status.path("gate").isObject()
        && !approved.contains(status.path("gate").path("seen").asString());
  }

  private static Optional<Integer> begun(JsonNode status, Set<Integer> waves) {
    for (JsonNode node : status.path("nodes")) {
      int wave = node.path("wave").asInt();
      String state = node.path("state").asString();
      if (!waves.contains(wave) && (state.equals("running") || state.equals("waiting"))) {
        return Optional.of(wave);
      }
    }
    return Optional.empty();
  }

  private static Fork up(Path data, ModelStub stub) {
    Map<String, String> environment = new HashMap<>(stub.environment());
    environment.put("RAPTOR_API_TOKEN", "");
    return Fork.start(
        new Fork.Command(
            "io.raptorflow.standalone.cli.Raptor",
            List.of("up", "--data", data.resolve("swarm").toString(), "--port", "0"),
            environment,
            "512m"),
        data.resolve("swarm.log"));
  }

  private Caller awaitUp(Path data, Fork swarm) {
    Instant begun = Instant.now();
    Caller caller =
        Awaitility.await("the swarm answers")
            .atMost(Caller.STEP)
            .pollInterval(Duration.ofMillis(50))
            .until(
                () -> {
                  assertThat(swarm.isAlive()).as(swarm.printed()).isTrue();
                  return instance(data)
                      .filter(known -> known.path("pid").asLong() == swarm.pid())
                      .map(known -> new Caller(known.path("http").asString()))
                      .filter(Caller::isUp);
                },
                Optional::isPresent)
            .orElseThrow();
    if (!kills.isEmpty()) {
      restartMillis.add(Duration.between(begun, Instant.now()).toMillis());
    }
    return caller;
  }

  private static Optional<JsonNode> instance(Path data) throws IOException {
    Path file = data.resolve("swarm/instance.json");
    return Files.exists(file)
        ? Optional.of(CanonicalJson.read(Files.readString(file)))
        : Optional.empty();
  }

  private static Bus bus(Path data) throws IOException {
    JsonNode known = instance(data).orElseThrow();
    return Bus.connect(
        BusSettings.at(
            known.path("bootstrapServers").asString(), known.path("schemaRegistryUrl").asString()),
        InstantSource.system());
  }

  private static void everyAnswerIsVisibleOnce(Bus bus, RunId run) {
    Map<String, List<AgentAnswer>> byWork = new TreeMap<>();
    for (Guild guild : Guild.values()) {
      bus.log()
          .scan(
              Topic.broadcast(guild),
              record -> {
                if (bus.codec().decode(record.topic(), record.value()) instanceof AgentAnswer answer
                    && answer.run().equals(run)) {
                  byWork
                      .computeIfAbsent(answer.work().toString(), _ -> new ArrayList<>())
                      .add(answer);
                }
              });
    }
    Set<UUID> ids = new HashSet<>();

    assertThat(byWork).hasSizeGreaterThan(20);
    assertThat(byWork.values())
        .allSatisfy(
            answers -> {
              assertThat(answers).hasSize(1);
              assertThat(ids.add(answers.getFirst().id())).isTrue();
            });
  }

  /// Calls of a question that had been answered, and journaled, before the last kill.
  private List<ModelStub.Call> repeatedAfterTheJournalHadIt(ModelStub stub) {
    Map<String, List<ModelStub.Call>> byQuestion = new HashMap<>();
    stub.calls()
        .forEach(c -> byQuestion.computeIfAbsent(c.question(), _ -> new ArrayList<>()).add(c));
    List<ModelStub.Call> repeated = new ArrayList<>();
    for (List<ModelStub.Call> calls : byQuestion.values()) {
      for (ModelStub.Call later : calls) {
        boolean known =
            calls.stream()
                .filter(c -> c.answered().isBefore(later.asked()))
                .anyMatch(c -> !wasInFlightAtAKill(c));
        if (known) {
          repeated.add(later);
        }
      }
    }
    return repeated;
  }

  private boolean wasInFlightAtAKill(ModelStub.Call call) {
    return kills.stream()
        .anyMatch(
            kill -> kill.isAfter(call.asked()) && kill.isBefore(call.answered().plus(JOURNALING)));
  }
}
