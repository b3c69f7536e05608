package io.raptorflow.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.AgentTask;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.JobState;
import io.raptorflow.bus.kafka.WorkResult;
import io.raptorflow.dlq.ReplayJobs;
import io.raptorflow.testkit.bus.BusFixture;
import io.raptorflow.testkit.bus.LiveBus;
import io.raptorflow.testkit.bus.Tasks;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Acceptance 19 of the dead-letter features as far as the audit goes, 12 and 14 as far as the
/// result of each work goes, on a real broker.
@ExtendWith(BusFixture.class)
class DlqAuditIT {
  /// No other test has this operator.
  private final String ann = "ann-" + UUID.randomUUID();

  private LiveBus live;
  private FailureScene scene;

  @BeforeEach
  void start(LiveBus bus, @TempDir Path directory) {
    live = bus;
    scene =
        new FailureScene(
            bus,
            directory,
            work -> {
              AgentTask task = (AgentTask) work.event();
              return work.attempt() > 0 && task.seed() < 4
                  ? Tasks.answered(task)
                  : WorkResult.Failed.because(FailureClass.AUTH, "the key was refused");
            });
  }

  @AfterEach
  void stop() {
    scene.close();
  }

  @Test
  void f19NamesWhoDidWhatAndWhatBecameOfEachWork() {
    scene.send(IntStream.range(0, 6));
    scene.awaitRows("status=PARKED", 6);
    String plan =
        CanonicalJson.read(
                scene
                    .raptor("replay", "--where", scene.mine(), "--by", ann, "--dry-run", "--json")
                    .text())
            .path("plan")
            .asString();

    assertThat(scene.raptor("audit", "--by", ann).text())
        .as("a dry run alone is a proposal")
        .contains("looked what it would be to replay 6 works; nothing was changed")
        .contains("plan    " + plan)
        .doesNotContain("ordered");

    assertThat(
            scene
                .raptor("replay", "--where", scene.mine(), "--by", ann, "--why", "key renewed")
                .exitCode())
        .isEqualTo(ExitCode.PARTIAL);
    String given = scene.rows("status=PARKED").getFirst().work().toString();
    assertThat(scene.raptor("discard", given, "--by", ann, "--why", "noise").exitCode())
        .isEqualTo(ExitCode.OK);

    List<JsonNode> acts =
        CanonicalJson.read(scene.raptor("audit", "--by", ann, "--json").text())
            .valueStream()
            .toList();
    assertThat(acts)
        .extracting(act -> act.path("kind").asString() + " " + act.path("what").asString())
        .containsExactly("JOB DISCARD", "JOB REPLAY", "PROPOSAL REPLAY");
    JsonNode replay = acts.get(1);
    assertThat(replay.path("why").asString()).isEqualTo("key renewed");
    assertThat(replay.path("filter").asString()).isEqualTo(scene.mine());
    assertThat(replay.path("plan").asString()).isEqualTo(plan);
    assertThat(replay.path("results").toString()).isEqualTo("{\"DONE\":4,\"FAILED_AGAIN\":2}");
    assertThat(acts.get(2).path("results").toString()).isEqualTo("{\"UNTOUCHED\":6}");
    String job = replay.path("id").asString();
    JobState state = new ReplayJobs(live.bus()).find(UUID.fromString(job)).orElseThrow();
    assertThat(List.of(state.succeeded(), state.failed())).containsExactly(4, 2);

    List<JsonNode> items =
        scene
            .raptor("audit", "--job", job, "--jsonl")
            .text()
            .lines()
            .map(CanonicalJson::read)
            .toList();
    assertThat(items).hasSize(6);
    assertThat(items.stream().filter(item -> item.path("result").asString().equals("FAILED_AGAIN")))
        .hasSize(2)
        .allMatch(item -> item.path("note").asString().contains("the key was refused"));
    assertThat(scene.raptor("audit", "--job", job).text())
        .contains("result  4 done, 2 failed again")
        .contains(given + "  FAILED_AGAIN  AUTH: the key was refused");
    assertThat(scene.raptor("audit", "--by", ann, "--since", "1h").text().lines())
        .anyMatch(line -> line.contains(ann + "  ordered job " + job + ": replay 6 works"));
    assertThat(scene.raptor("audit", "--by", "nobody-at-all").exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void f19TellsWhatAJobLeftUntouchedAndWhyAnEditWasRefused() {
    scene.send(IntStream.range(4, 10));
    scene.awaitRows("status=PARKED", 6);
    assertThat(
            scene
                .raptor("replay", "--where", scene.mine(), "--by", ann, "--canary", "1")
                .exitCode())
        .isEqualTo(ExitCode.PARTIAL);
    String work = scene.rows("status=PARKED").getFirst().work().toString();
    assertThat(scene.raptor("edit", work, "--set", "/seed=1", "--by", ann).exitCode())
        .isEqualTo(ExitCode.OK);
    live.await().until(() -> scene.rows("edited").size() == 1);

    String told = scene.raptor("audit", "--by", ann).text();

    assertThat(told)
        .contains("result  5 as they were, 1 failed again")
        .contains("ordered: edit " + work);
    live.await()
        .untilAsserted(
            () -> assertThat(scene.raptor("audit", "--by", ann).text()).contains("result  1 done"));
  }

  @Test
  void f09RefusesAnEditThatCouldNotBeRightWhenSent() {
    scene.send(IntStream.of(4));
    scene.awaitRows("status=PARKED", 1);
    String work = scene.rows("status=PARKED").getFirst().work().toString();

    FailureScene.Told told =
        scene.raptor("edit", work, "--set", "/node=\"[masked:e-mail]\"", "--by", ann);

    assertThat(told.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(told.text()).contains("holds masked values").contains("--json --unmasked");
    FailureScene.Told moved =
        scene.raptor(
            "edit", work, "--set", "/run/value=\"" + UUID.randomUUID() + "\"", "--by", ann);
    assertThat(moved.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(moved.text()).contains("which a replay keeps; the event's would be '");
  }
}
