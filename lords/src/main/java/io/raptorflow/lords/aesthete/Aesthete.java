package io.raptorflow.lords.aesthete;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.CouncilDecision.Kind;
import io.raptorflow.bus.CouncilDirective.Duty;
import io.raptorflow.lords.Library;
import io.raptorflow.lords.Lord;
import io.raptorflow.lords.supervision.AssetShelf;
import io.raptorflow.lords.supervision.Assignment;
import io.raptorflow.lords.supervision.Docket;
import io.raptorflow.lords.supervision.Gathered;
import io.raptorflow.lords.supervision.Judge;
import io.raptorflow.lords.supervision.Outputs;
import io.raptorflow.lords.supervision.Supervisor;
import io.raptorflow.lords.supervision.Supervisor.Hearing;
import io.raptorflow.lords.supervision.Verdict;
import io.raptorflow.lords.supervision.Verdict.Ruling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// LORD-004: supervises the Muse guild and holds gate G2: at least 70 of 100 points and no
/// dimension below 3 of 5; what fails is rewritten, at most twice, then goes on to the Arbiter.
public final class Aesthete implements Judge {
  static final int POINTS_MIN = 70;
  static final int DIMENSION_MIN = 3;
  static final int REWRITES_MAX = 2;

  private Aesthete() {}

  public static Lord<Docket> lord() {
    return new Supervisor(AgentId.AESTHETE, new Aesthete(), Hearing.DEAF);
  }

  @Override
  public Verdict judge(Assignment assignment, Library library) {
    if (assignment.directive().duty() == Duty.JUDGE) {
      return isReview(assignment) ? review(assignment, library) : askReview(assignment, library);
    }
    Optional<Verdict> missed = Outputs.quorumMissed(assignment);
    if (missed.isPresent()) {
      return missed.get();
    }
    AssetShelf shelf = shelf(assignment, library);
    List<Attachment> outputs = new ArrayList<>(Outputs.of(assignment));
    outputs.add(shelf.document());
    return Verdict.Close.with(
        Kind.NODE_CLOSED,
        "%s: %d assets are on the shelf"
            .formatted(assignment.directive().title(), shelf.assets().size()),
        Outputs.heard(assignment),
        outputs);
  }

  private static AssetShelf shelf(Assignment assignment, Library library) {
    return AssetShelf.of(assignment.material(AssetShelf.NAME), library)
        .with(assignment.answers(), library);
  }

  private static boolean isReview(Assignment assignment) {
    return assignment.gathered().stream().allMatch(g -> g.agent().equals(AgentId.AESTHETE));
  }

  /// The rewrites are in: the whole shelf is read again.
  private static Verdict askReview(Assignment assignment, Library library) {
    List<Attachment> material = new ArrayList<>(Outputs.of(assignment));
    material.add(shelf(assignment, library).document());
    return new Verdict.Ask(List.of(), Map.of(AgentId.AESTHETE, List.of()), material);
  }

  private static Verdict review(Assignment assignment, Library library) {
    if (assignment.answers().isEmpty()) {
      return Verdict.Close.with(
          Kind.NODE_CLOSED,
          "The assets go on without a quality review; the person at G4 must judge them",
          Outputs.heard(assignment),
          Outputs.of(assignment));
    }
    Gathered answer = assignment.answers().getFirst();
    JsonNode scores = library.json(Objects.requireNonNull(answer.output())).path("scores");
    Map<AgentId, List<String>> failing = failing(scores);
    int rewrites = assignment.phase() / 2;
    List<Attachment> outputs = new ArrayList<>(Outputs.of(assignment));
    AssetShelf shelf = shelf(assignment, library);
    outputs.add(shelf.document());
    for (Attachment rewritten : assignment.material().values()) {
      if (assignment.phase() > 0 && rewritten.name().startsWith("gaps.")) {
        outputs.add(rewritten);
      }
    }
    if (failing.isEmpty()) {
      return Verdict.Close.with(
          Kind.NODE_CLOSED,
          "Gate G2 is passed: all %d assets reach %d points".formatted(scores.size(), POINTS_MIN),
          "no dimension is below %d; %d rewrite rounds".formatted(DIMENSION_MIN, rewrites),
          outputs);
    }
    if (rewrites < REWRITES_MAX) {
      return new Verdict.Ask(
          List.of(
              new Ruling(
                  Kind.REWRITE_ASKED,
                  "%s write again".formatted(failing.keySet().stream().sorted().toList()),
                  failing.toString(),
                  List.of())),
          failing,
          List.of());
    }
    return Verdict.Close.with(
        Kind.NODE_CLOSED,
        "After %d rewrites some assets stay below the bar; the Arbiter lets a person decide"
            .formatted(REWRITES_MAX),
        failing.toString(),
        outputs);
  }

  private static Map<AgentId, List<String>> failing(JsonNode scores) {
    Map<AgentId, List<String>> failing = new TreeMap<>();
    for (JsonNode score : scores) {
      List<String> notes = new ArrayList<>();
      if (score.path("points").asInt() < POINTS_MIN) {
        notes.add(
            "%s has %d points, %d are needed"
                .formatted(
                    score.path("asset").asString(""), score.path("points").asInt(), POINTS_MIN));
      }
      for (JsonNode dimension : score.path("dimensions")) {
        if (dimension.path("score").asInt() < DIMENSION_MIN) {
          notes.add(
              "%s, %s: %s"
                  .formatted(
                      score.path("asset").asString(""),
                      dimension.path("name").asString(""),
                      dimension.path("reason").asString("")));
        }
      }
      if (!notes.isEmpty()) {
        failing
            .computeIfAbsent(
                new AgentId(score.path("agent").asString("")), agent -> new ArrayList<>())
            .addAll(notes);
      }
    }
    return failing;
  }
}
