package io.raptorflow.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.CouncilDecision;
import io.raptorflow.bus.CouncilDecision.Kind;
import io.raptorflow.bus.Headers;
import io.raptorflow.bus.Outgoing;
import io.raptorflow.bus.Payload;
import io.raptorflow.bus.Topic;
import io.raptorflow.ingress.db.DataSourceSettings;
import io.raptorflow.ingress.db.Database;
import io.raptorflow.ingress.pack.RunDossier;
import io.raptorflow.ingress.pack.RunDossier.Document;
import io.raptorflow.ingress.pack.RunDossiers;
import io.raptorflow.ingress.projection.Projector;
import io.raptorflow.ingress.read.RunFacts;
import io.raptorflow.ingress.read.Runs;
import io.raptorflow.testkit.bus.BusFixture;
import io.raptorflow.testkit.bus.LiveBus;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BusFixture.class)
class ProjectionIT {
  private static final List<String> TABLES =
      List.of("run", "command", "decision", "answer", "document", "body", "ledger", "failure");

  private final LiveBus live;
  private final DataSourceSettings settings = Postgres.newDatabase();

  ProjectionIT(LiveBus live) {
    this.live = live;
  }

  @Test
  void holdsEqualRowsAfterItIsRebuilt() throws SQLException {
    try (Database database = Database.open(settings);
        Projector projector = new Projector(live.bus(), database)) {
      Story story = Story.of(live).planned().answered("RES-001", "L02").paid("a", "0.25");
      story.gateOpened("{\"gate\":\"G1\"}").gateApproved().finished();
      projector.start();
      awaitClosed(database, story);
      awaitRead(projector);
      Map<String, String> before = fingerprints();

      projector.rebuild();

      live.await().untilAsserted(() -> assertThat(fingerprints()).isEqualTo(before));
      assertThat(before.get("decision")).isNotEqualTo("0 ");
    }
  }

  @Test
  void goesOnWhereItStoppedAndCountsNothingTwice() throws SQLException {
    Story story = Story.of(live).planned().paid("a", "0.25");
    try (Database database = Database.open(settings);
        Projector projector = new Projector(live.bus(), database)) {
      projector.start();
      awaitDecisions(database, story, 2);
    }
    story.paid("b", "0.50").finished();

    try (Database database = Database.open(settings);
        Projector one = new Projector(live.bus(), database);
        Projector two = new Projector(live.bus(), database)) {
      one.start();
      two.start();
      awaitClosed(database, story);
      awaitRead(one);
      awaitRead(two);

      live.await()
          .untilAsserted(
              () ->
                  assertThat(facts(database, story).costs().costUsd())
                      .isEqualByComparingTo("0.75"));
      assertThat(facts(database, story).decisions()).hasSize(3);
    }
  }

  @Test
  void seesARepeatedDecisionOnce() throws SQLException {
    try (Database database = Database.open(settings);
        Projector projector = new Projector(live.bus(), database)) {
      Story story = Story.of(live);
      CouncilDecision twice = story.decision(AgentId.ARCHITECT, "", Kind.NOTED, "Said twice");
      live.bus().outbox().publish(Outgoing.to(Topic.DECISIONS, twice));
      live.bus().outbox().publish(Outgoing.to(Topic.DECISIONS, twice));
      story.finished();

      projector.start();
      awaitClosed(database, story);

      assertThat(facts(database, story).decisions())
          .extracting(CouncilDecision::what)
          .containsExactly("Said twice", "The run is complete");
    }
  }

  @Test
  void keepsEveryDecisionByteForByte() throws SQLException {
    try (Database database = Database.open(settings);
        Projector projector = new Projector(live.bus(), database)) {
      Story story = Story.of(live).planned().gateOpened("{\"gate\":\"G1\"}").finished();

      projector.start();
      awaitClosed(database, story);

      assertThat(facts(database, story).decisions())
          .hasSize(5)
          .allSatisfy(decision -> assertThat(decision.computeHash()).isEqualTo(decision.hash()));
    }
  }

  @Test
  void skipsWhatItCannotReadAndReadsOn() throws Exception {
    try (Database database = Database.open(settings);
        Projector projector = new Projector(live.bus(), database);
        KafkaProducer<byte[], byte[]> raw =
            new KafkaProducer<>(
                live.bus().settings().clientProperties(),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
      Story story = Story.of(live);
      byte[] key = story.run().toString().getBytes(StandardCharsets.UTF_8);
      raw.send(
              new ProducerRecord<>(
                  Topic.DECISIONS.topicName(), key, "garbage".getBytes(StandardCharsets.UTF_8)))
          .get();
      double before = projector.skipped();
      story.finished();

      projector.start();
      awaitClosed(database, story);

      assertThat(projector.skipped()).isGreaterThan((long) before);
    }
  }

  @Test
  void survivesCharactersThatPostgresqlRefuses() throws SQLException {
    try (Database database = Database.open(settings);
        Projector projector = new Projector(live.bus(), database)) {
      Story story =
          Story.of(live)
              .decide(
                  AgentId.ARCHITECT,
                  "",
                  Kind.NOTED,
                  "A \u0000 nobody typed",
                  new Attachment("odd\u0000name", "text/csv", Payload.inline("a\u0000b")))
              .finished();

      projector.start();
      awaitClosed(database, story);

      RunDossier dossier =
          new RunDossiers(new Runs(database)).read(story.workspace(), story.run()).orElseThrow();
      assertThat(dossier.decisions().getFirst().what()).isEqualTo("A \ufffd nobody typed");
      assertThat(dossier.documents().values())
          .extracting(Document::name, Document::text)
          .containsExactly(tuple("odd\ufffdname", "a\u0000b"));
    }
  }

  @Test
  void takesBodiesThatTravelByReference() throws SQLException {
    try (Database database = Database.open(settings);
        Projector projector = new Projector(live.bus(), database)) {
      String large = "[" + "\"x\",".repeat(100_000) + "1]";
      Story story =
          Story.of(live)
              .decide(AgentId.ARCHITECT, "", Kind.NOTED, "Large", Attachment.json("assets", large))
              .finished();

      projector.start();
      awaitClosed(database, story);

      RunDossier dossier =
          new RunDossiers(new Runs(database)).read(story.workspace(), story.run()).orElseThrow();
      assertThat(dossier.documents().values())
          .extracting(Document::text, Document::decisionHash)
          .containsExactly(tuple(large, dossier.decisions().getFirst().hash()));
    }
  }

  @Test
  void countsDeadLettersOfARun() throws Exception {
    try (Database database = Database.open(settings);
        Projector projector = new Projector(live.bus(), database);
        KafkaProducer<byte[], byte[]> raw =
            new KafkaProducer<>(
                live.bus().settings().clientProperties(),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
      Story story = Story.of(live);
      ProducerRecord<byte[], byte[]> letter =
          new ProducerRecord<>(Topic.DLQ_PROCESSING_ERROR.topicName(), new byte[] {1});
      Map.of(
              Headers.RUN_ID, story.run().toString(),
              Headers.WORKSPACE, story.workspace().value(),
              Headers.REASON_CLASS, "TRANSIENT")
          .forEach(
              (name, text) -> letter.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
      raw.send(letter).get();
      raw.send(new ProducerRecord<>(Topic.DLQ_PROCESSING_ERROR.topicName(), new byte[] {2})).get();
      story.finished();

      projector.start();
      awaitClosed(database, story);

      live.await().untilAsserted(() -> assertThat(facts(database, story).failures()).isEqualTo(1));
    }
  }

  @Test
  void keepsWorkspacesApartInTheDatabaseItself() throws SQLException {
    Story story = Story.of(live).planned().finished();
    try (Database database = Database.open(settings);
        Projector projector = new Projector(live.bus(), database)) {
      projector.start();
      awaitClosed(database, story);
    }

    try (Connection app = Postgres.app(settings);
        Statement sql = app.createStatement()) {
      for (String table : TABLES) {
        assertThat(count(sql, "select count(*) from " + table)).as(table).isZero();
      }
      sql.execute("set app.workspace = '" + story.workspace() + "'");
      assertThat(count(sql, "select count(*) from run")).isEqualTo(1);
      assertThatThrownBy(
              () ->
                  sql.execute(
                      "insert into run values ('somebody-else', gen_random_uuid(), now(), '')"))
          .hasMessageContaining("row-level security");
      assertThatThrownBy(() -> sql.execute("alter table run disable row level security"))
          .hasMessageContaining("must be owner");
    }
  }

  @Test
  void refusesToWorkAsARoleThatSeesEverything() {
    DataSourceSettings asOwner =
        new DataSourceSettings(
            settings.url() + "?user=" + settings.owner(),
            settings.owner(),
            settings.ownerPassword(),
            settings.app(),
            settings.appPassword(),
            2);

    assertThatThrownBy(() -> Database.open(asOwner))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("row-level security");
  }

  private static long count(Statement sql, String query) throws SQLException {
    try (ResultSet rows = sql.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /// Rows of every table as one hash each; the owner is a superuser here and sees them all.
  private Map<String, String> fingerprints() throws SQLException {
    Map<String, String> fingerprints = new TreeMap<>();
    try (Connection owner = Postgres.owner(settings);
        Statement sql = owner.createStatement()) {
      for (String table : TABLES) {
        try (ResultSet rows =
            sql.executeQuery(
                "select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)),"
                    + " '') from "
                    + table
                    + " t")) {
          rows.next();
          fingerprints.put(table, rows.getString(1));
        }
      }
    }
    return fingerprints;
  }

  private void awaitRead(Projector projector) {
    live.await().untilAsserted(() -> assertThat(projector.lag()).isZero());
  }

  private void awaitDecisions(Database database, Story story, int many) {
    live.await()
        .untilAsserted(
            () ->
                assertThat(new Runs(database).find(story.workspace(), story.run()))
                    .hasValueSatisfying(
                        facts -> assertThat(facts.decisions()).hasSizeGreaterThanOrEqualTo(many)));
  }

  private void awaitClosed(Database database, Story story) {
    live.await()
        .untilAsserted(
            () ->
                assertThat(new Runs(database).find(story.workspace(), story.run()))
                    .hasValueSatisfying(
                        facts ->
                            assertThat(facts.decisions())
                                .extracting(CouncilDecision::kind)
                                .contains(Kind.RUN_CLOSED)));
  }

  private static RunFacts facts(Database database, Story story) {
    return new Runs(database).find(story.workspace(), story.run()).orElseThrow();
  }
}
