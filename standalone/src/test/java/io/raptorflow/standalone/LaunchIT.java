package io.raptorflow.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.CouncilDecision;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.Sha256;
import io.raptorflow.lords.audit.RunLog;
import io.raptorflow.lords.audit.Verification;
import io.raptorflow.standalone.cli.TestBriefs;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Three briefs of three kinds of business, each from launch to pack on one swarm, side by side.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LaunchIT {
  private static final List<String> BRIEFS = List.of("tarnwell", "quillstack", "skerrybath");

  /// What every launch makes, whatever its brief.
  private static final Set<String> DOCUMENTS =
      Set.of(
          "plan",
          "war_brief",
          "strategy",
          "budget",
          "measurement_plan",
          "campaign_calendar",
          "assets",
          "findings",
          "claims_ledger",
          "dossier_g1",
          "approval_g1",
          "dossier_g4",
          "approval_g4",
          "release_list",
          "publish_receipts",
          "launch_note");

  private final Map<String, Finished> finished = new LinkedHashMap<>();
  private Swarm swarm;

  private record Finished(RunId run, JsonNode brief, JsonNode result, byte[] pack) {
    Copy copy() {
      return new Copy(result.path("assets"));
    }
  }

  @BeforeAll
  void runsThreeBriefsAtOnce(@TempDir Path data) throws InterruptedException {
    swarm = Swarms.ready(data);
    Caller caller = new Caller(swarm.http());
    Map<String, RunId> runs = new LinkedHashMap<>();
    for (String name : BRIEFS) {
      runs.put(name, caller.launch(name));
    }
    runs.forEach(
        (name, run) -> {
          caller.finish(run);
          finished.put(
              name,
              new Finished(
                  run,
                  CanonicalJson.read(TestBriefs.read(name).brief()),
                  caller.result(run),
                  caller.pack(run)));
        });
  }

  @AfterAll
  void stops() {
    swarm.close();
  }

  static List<String> briefs() {
    return BRIEFS;
  }

  @ParameterizedTest
  @MethodSource("briefs")
  void verifiesFromItsLog(String name) {
    RunLog log = RunLog.read(swarm.bus(), finished(name).run());

    Verification verification = Verification.of(swarm.bus(), log, Swarms.NODE_TIME);

    assertThat(verification.faults()).isEmpty();
    assertThat(verification.checked()).isEqualTo(log.decisions().size());
    assertThat(log.decisions().getLast().kind()).isEqualTo(CouncilDecision.Kind.RUN_CLOSED);
    assertThat(log.decisions().getLast().what()).isEqualTo("The run is complete");
  }

  @ParameterizedTest
  @MethodSource("briefs")
  void makesEveryDocumentOfThePlan(String name) {
    JsonNode documents = finished(name).result().path("documents");

    Set<String> names = new TreeSet<>();
    documents.forEach(
        document -> {
          assertThat(document.path("bytes").asInt()).as(document.toString()).isPositive();
          names.add(document.path("name").asString());
        });

    assertThat(names).containsAll(DOCUMENTS).anyMatch(document -> document.startsWith("publish/"));
  }

  @ParameterizedTest
  @MethodSource("briefs")
  void restsEveryClaimOnAProofThatHolds(String name) {
    JsonNode brief = finished(name).brief();
    LocalDate end = LocalDate.parse(brief.at("/objective/window/1").asString());
    Set<String> valid = new TreeSet<>();
    for (JsonNode proof : brief.at("/product/proof")) {
      if (!LocalDate.parse(proof.path("expires").asString()).isBefore(end)) {
        valid.add(proof.path("id").asString());
      }
    }

    Set<String> claims = finished(name).copy().claims();

    assertThat(claims).isNotEmpty().isSubsetOf(valid);
  }

  @ParameterizedTest
  @MethodSource("briefs")
  void saysNothingThatTheBriefForbids(String name) {
    String words = finished(name).copy().whole();

    for (JsonNode claim : finished(name).brief().at("/product/not_allowed_claims")) {
      String forbidden = claim.asString().replaceAll("\\(.*?\\)", "").strip();
      assertThat(words).doesNotContain(forbidden.toLowerCase(Locale.ROOT));
    }
  }

  @ParameterizedTest
  @MethodSource("briefs")
  void writesForAllowedChannelsOnly(String name) {
    Set<String> allowed = new TreeSet<>();
    finished(name).brief().path("channels_allowed").forEach(c -> allowed.add(c.asString()));

    assertThat(finished(name).result().path("assets"))
        .isNotEmpty()
        .allSatisfy(asset -> assertThat(allowed).contains(asset.path("channel").asString()));
  }

  @ParameterizedTest
  @MethodSource("briefs")
  void labelsEveryAssetAsComposedWithoutALanguageModel(String name) {
    assertThat(finished(name).result().path("assets"))
        .isNotEmpty()
        .allSatisfy(
            asset ->
                assertThat(asset.path("label").asString())
                    .isEqualTo("composed offline, without a language model"));
  }

  @Test
  void packsThreeDifferentLaunches() {
    Set<String> hashes = new TreeSet<>();
    finished.values().forEach(run -> hashes.add(Sha256.hex(run.pack())));

    assertThat(hashes).hasSize(BRIEFS.size());
  }

  @Test
  void sharesNoSentenceBetweenTwoBriefs() {
    for (String one : BRIEFS) {
      for (String other : BRIEFS) {
        if (one.compareTo(other) < 0) {
          Set<String> shared = new TreeSet<>(finished(one).copy().sentences());
          assertThat(shared).hasSizeGreaterThan(20);

          shared.retainAll(finished(other).copy().sentences());

          assertThat(shared).as(one + " and " + other).isEmpty();
        }
      }
    }
  }

  private Finished finished(String name) {
    Finished run = finished.get(name);
    assertThat(run).as(name).isNotNull();
    return java.util.Objects.requireNonNull(run);
  }
}
