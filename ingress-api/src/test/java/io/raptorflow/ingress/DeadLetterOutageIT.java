package io.raptorflow.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.Outgoing;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.WorkId;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.BusSettings;
import io.raptorflow.bus.kafka.EmbeddedBroker;
import io.raptorflow.bus.kafka.EmbeddedRegistry;
import io.raptorflow.bus.kafka.TopicCatalogue;
import io.raptorflow.dlq.Replayer;
import io.raptorflow.dlq.ReplayerSettings;
import io.raptorflow.ingress.Service.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLetterOutageIT {
  private static final int WORKS = 1_001;

  @TempDir private Path directory = Path.of("");

  @Test
  void looksOnAndRefusesEveryChangeWhileSomethingIsAway() throws Exception {
    EmbeddedBroker broker =
        EmbeddedBroker.start(EmbeddedBroker.Settings.in(directory.resolve("kafka")));
    EmbeddedRegistry registry = EmbeddedRegistry.start(broker.bootstrapServers(), 0);
    try (Bus bus =
        Bus.connect(
            BusSettings.at(broker.bootstrapServers(), registry.url()), InstantSource.system())) {
      new TopicCatalogue(bus, 1).create(List.of());
      bus.outbox()
          .publishAll(
              IntStream.range(0, WORKS)
                  .mapToObj(number -> Outgoing.to(Topic.DLQ_STATE, row(number)))
                  .toList());
      Replayer replayer =
          new Replayer(
              bus,
              ReplayerSettings.standard(directory.resolve("streams")).withReplicationFactor(1),
              InstantSource.system());
      try (Service service = Service.start(bus, Postgres.newDatabase())) {
        await().until(() -> known(service) == WORKS);
        Answer withoutReplayer = plan(service);
        replayer.start();
        await().until(() -> plan(service).status() == 200);
        Answer unconfirmed = start(service, plan(service).json().path("plan").asString());
        registry.close();
        Answer withoutRegistry = plan(service);
        broker.close();
        Answer withoutKafka = plan(service);
        Answer startWithoutKafka = start(service, "0".repeat(64));
        Answer letter = service.get("/api/v3/dlq/" + new UUID(4, 7));
        Answer bodies = service.get("/api/v3/dlq?where=payload.$.a=1");
        Answer list = service.get("/api/v3/dlq?where=reason=AUTH&limit=1000");
        Answer groups = service.get("/api/v3/dlq/groups");
        Answer jobs = service.get("/api/v3/dlq/jobs");
        Answer rules = service.get("/api/v3/dlq/rules");
        Answer ruleLog = service.get("/api/v3/dlq/rules/log");
        Answer ruleTest = service.get("/api/v3/dlq/rules/test?where=reason=AUTH");
        Answer rule =
            service.post(
                "/api/v3/dlq/rules",
                Map.of(
                    "name", "a", "where", "reason=AUTH", "then", "hold", "by", "Ann", "why", "x"));

        refused(withoutReplayer, "no dlq-replayer is at work; nothing was changed");
        assertThat(unconfirmed.status()).isEqualTo(422);
        assertThat(unconfirmed.json().at("/issues/0/field").asString()).isEqualTo("/confirm");
        refused(withoutRegistry, "the schema registry cannot be reached; nothing was changed");
        refused(withoutKafka, "Kafka cannot be reached; nothing was changed");
        refused(startWithoutKafka, "Kafka cannot be reached, and plans are kept there");
        refused(bodies, "Kafka cannot be reached, and bodies and headers lie there");
        assertThat(list.json().path("works")).hasSize(1_000);
        assertThat(groups.json().at("/groups/0/count").asInt()).isEqualTo(WORKS);
        assertThat(letter.json().path("work").path("message").asString())
            .isEqualTo("the key was refused");
        assertThat(letter.json().path("note").asString()).contains("Kafka cannot be reached");
        assertThat(jobs.status()).isEqualTo(200);
        assertThat(rules.status()).isEqualTo(200);
        refused(ruleLog, "Kafka cannot be reached, and the log of the rules lies there");
        assertThat(ruleTest.json().path("caught").asInt()).isEqualTo(WORKS);
        refused(rule, "Kafka cannot be reached; nothing was changed");
      } finally {
        replayer.stop();
      }
    }
  }

  private static void refused(Answer answer, String detail) {
    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(503);
    assertThat(answer.json().path("detail").asString()).isEqualTo(detail);
  }

  private static int known(Service service) {
    return service.get("/api/v3/dlq/stats").json().path("works").asInt();
  }

  private static Answer plan(Service service) {
    return service.post(
        "/api/v3/dlq/plans", Map.of("verb", "replay", "all", true, "by", "Ann Example"));
  }

  private static Answer start(Service service, String plan) {
    return service.post(
        "/api/v3/dlq/jobs", Map.of("verb", "replay", "plan", plan, "by", "Ann Example"));
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100));
  }

  /// The one place where this test builds a row.
  private static RetryRow row(int number) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    return new RetryRow(
        new WorkId(new UUID(4, number)),
        Status.PARKED,
        "MUSE-001",
        "tarn",
        null,
        FailureClass.AUTH,
        "cause",
        "the key was refused",
        "sys.guild.muse.muse-001",
        "muse.muse-001",
        1,
        0,
        now,
        now,
        null,
        new Coordinates(Topic.DLQ_PROCESSING_ERROR.topicName(), 0, number),
        List.of(),
        null,
        null,
        1,
        null,
        null,
        null,
        1,
        List.of(),
        now);
  }
}
