package io.raptorflow.dlq;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.ReplayOperation.Verb;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.dlq.Explanation.Bytes;
import io.raptorflow.dlq.Explanation.Circumstances;
import io.raptorflow.dlq.FailureGroup.Suspect;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Acceptance 5 of the dead-letter features: a fixed corpus of rows and what is said of them.
class ExplanationTest {
  private static final int REPLAYS_MAX = 3;

  /// @param facts `failure`, `status`, `ago`, and what else the row is made of
  /// @param steps what happened to the work after its first failure
  private record Case(String name, Map<String, String> facts, List<String> steps, String expected) {
    RetryRow row() {
      TestRows rows =
          TestRows.of(7, FailureClass.valueOf(fact("failure", "TRANSIENT")))
              .by(fact("agent", "MUSE-001"))
              .because(fact("fingerprint", "f00"), fact("message", "it broke"))
              .before(Duration.parse("PT" + fact("ago", "2H")));
      RowDraft draft = rows.draft();
      int failures = 1;
      for (String step : steps) {
        switch (step) {
          case "failed" -> draft.failed(rows.letter(failures++));
          case "replayed" ->
              draft.commanded(rows.command(Verb.REPLAY, "fixed"), TestRows.NOW).replayed(null);
          case "edited" ->
              draft
                  .commanded(rows.command(Verb.EDIT, "wrong seed"), TestRows.NOW)
                  .edited(new Coordinates("sys.dlq.ops", 0, 9));
          case "discarded" -> draft.commanded(rows.command(Verb.DISCARD, "noise"), TestRows.NOW);
          case "restored" ->
              draft.commanded(rows.command(Verb.RESTORE, "my mistake"), TestRows.NOW);
          case "adopted" -> draft.note(TestRows.NOW + " adopted from orders-dlt:1:7; replay it");
          default -> throw new AssertionError("no step is called " + step);
        }
      }
      return rows.at(draft, Status.valueOf(fact("status", "PARKED")));
    }

    Circumstances circumstances() {
      return new Circumstances(
          Suspect.valueOf(fact("suspect", "UNCLEAR")),
          Integer.parseInt(fact("alike", "1")),
          Bytes.valueOf(fact("bytes", "KEPT")),
          REPLAYS_MAX);
    }

    String explained() {
      return String.join("\n", Explanation.of(row(), circumstances(), TestRows.NOW).lines());
    }

    private String fact(String name, String otherwise) {
      return facts.getOrDefault(name, otherwise);
    }
  }

  @TestFactory
  Stream<DynamicTest> f05ExplainsEachRowOfTheCorpus() throws IOException {
    return corpus().stream()
        .map(
            known ->
                DynamicTest.dynamicTest(
                    known.name(), () -> assertThat(known.explained()).isEqualTo(known.expected())));
  }

  @Test
  void hasARowOfEachClassInEachStatus() throws IOException {
    Set<String> missing = new HashSet<>();
    for (FailureClass failure : FailureClass.values()) {
      for (Status status : Status.values()) {
        missing.add(failure + " " + status);
      }
    }
    corpus().stream()
        .map(Case::row)
        .forEach(row -> missing.remove(row.failure() + " " + row.status()));

    assertThat(missing).isEmpty();
  }

  @Test
  void proposesOnlyWhatTheReplayerObeys() throws IOException {
    RetryPolicy policy = PolicyCases.POLICY;
    for (Case known : corpus()) {
      RetryRow row = known.row();
      boolean sendable = known.circumstances().bytes() == Bytes.KEPT;
      for (String command : Explanation.of(row, known.circumstances(), TestRows.NOW).commands()) {
        for (Verb verb : List.of(Verb.REPLAY, Verb.DISCARD, Verb.RESTORE, Verb.EDIT)) {
          if (command.startsWith("raptor dlq " + verb.name().toLowerCase(java.util.Locale.ROOT))) {
            assertThat(JobPlan.fits(verb, row.status())).as(known.name() + ": " + command).isTrue();
            assertThat(verb == Verb.REPLAY && !sendable).as(known.name()).isFalse();
          }
        }
        if (command.contains("replay " + row.work()) && !command.contains("--force")) {
          var replay =
              new io.raptorflow.bus.ReplayOperation(
                  new UUID(6, 6),
                  row.work(),
                  Verb.REPLAY,
                  "ann",
                  "",
                  TestRows.NOW,
                  null,
                  null,
                  false,
                  null,
                  null);
          RetryDecision decision =
              policy.decide(
                  java.util.Optional.of(row),
                  new RetryInput.Commanded(replay, PolicyCases.COMMAND),
                  TestRows.NOW);
          assertThat(decision.row().orElseThrow().status()).isEqualTo(Status.FIRED);
        }
      }
    }
  }

  @Test
  void masksWhatTheFailureSaid() {
    RetryRow row =
        TestRows.of(7, FailureClass.AUTH)
            .because("f00", "401 for Bearer abc123def456ghi")
            .row(Status.PARKED);

    Explanation explanation =
        Explanation.of(
            row, new Circumstances(Suspect.UNCLEAR, 1, Bytes.KEPT, REPLAYS_MAX), TestRows.NOW);

    assertThat(explanation.said()).isEqualTo("401 for [masked:secret]");
  }

  private static List<Case> corpus() throws IOException {
    List<Case> cases = new ArrayList<>();
    for (String block : text().split("(?m)^== ")) {
      if (block.isBlank()) {
        continue;
      }
      List<String> lines = block.strip().lines().toList();
      Map<String, String> facts = new LinkedHashMap<>();
      for (String fact : lines.get(1).split(", ")) {
        String[] parts = fact.split("=", 2);
        facts.put(parts[0], parts[1]);
      }
      String steps = facts.getOrDefault("then", "");
      cases.add(
          new Case(
              lines.getFirst(),
              facts,
              steps.isEmpty() ? List.of() : Arrays.asList(steps.split(" ")),
              String.join("\n", lines.subList(2, lines.size()))));
    }
    return cases;
  }

  private static String text() throws IOException {
    try (InputStream corpus = ExplanationTest.class.getResourceAsStream("/explanations.txt")) {
      if (corpus == null) {
        throw new AssertionError("the corpus is missing");
      }
      return new String(corpus.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
