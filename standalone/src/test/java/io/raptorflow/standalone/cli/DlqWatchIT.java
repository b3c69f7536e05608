package io.raptorflow.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.AgentTask;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.kafka.WorkResult;
import io.raptorflow.testkit.bus.BusFixture;
import io.raptorflow.testkit.bus.LiveBus;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Acceptance 20 of the dead-letter features, on a real broker.
@ExtendWith(BusFixture.class)
class DlqWatchIT {
  private final String cause = UUID.randomUUID().toString().replaceAll("[0-9-]", "x");
  private LiveBus live;
  private FailureScene scene;

  @BeforeEach
  void start(LiveBus bus, @TempDir Path directory) {
    live = bus;
    scene =
        new FailureScene(
            bus,
            directory,
            work ->
                WorkResult.Failed.because(
                    FailureClass.AUTH,
                    ((AgentTask) work.event()).seed() == 1
                        ? "password=geheim was refused"
                        : "new " + cause));
  }

  @AfterEach
  void stop() {
    scene.close();
  }

  @Test
  void f20TellsEachChangeOnceAndGoesOffForNewCausesAndHaste() throws Exception {
    scene.send(IntStream.of(1, 1));
    scene.awaitRows("status=PARKED", 2);
    StringWriter told = new StringWriter();
    AtomicInteger exitCode = new AtomicInteger(-1);
    Thread watch =
        Thread.ofPlatform()
            .start(
                () ->
                    exitCode.set(
                        scene.raptor(
                            told,
                            "watch",
                            "--where",
                            scene.mine(),
                            "--max-rate",
                            "3",
                            "--for",
                            "10m")));
    live.await().until(() -> told.toString().contains("watching"));

    scene.send(IntStream.of(2, 2, 1, 1, 1));
    live.await().untilAsserted(() -> assertThat(lines(told, "PARKED")).hasSize(5));
    String work = scene.rows("status=PARKED").getLast().work().toString();
    assertThat(scene.raptor("discard", work, "--by", "ann", "--why", "noise").exitCode())
        .isEqualTo(ExitCode.OK);
    live.await()
        .untilAsserted(() -> assertThat(lines(told, "given up, DISCARD by ann: noise")).hasSize(1));
    watch.interrupt();
    watch.join();

    assertThat(exitCode).hasValue(ExitCode.OK);
    assertThat(lines(told, "ALARM        new cause"))
        .as("the cause of before is no news")
        .singleElement()
        .asString()
        .contains("new " + cause);
    assertThat(lines(told, "ALARM        4 failures in the last minute, the limit is 3"))
        .hasSize(1);
    assertThat(told.toString()).contains("password=[masked:secret]").doesNotContain("geheim");
  }

  @Test
  void f20PrintsJsonLinesAndAlarmsOfAgeUntilItsTimeIsOver() {
    scene.send(IntStream.of(1));
    scene.awaitRows("status=PARKED and age>1s", 1);

    FailureScene.Told told =
        scene.raptor("watch", "--where", scene.mine(), "--max-age", "1s", "--for", "2s", "--json");

    assertThat(told.exitCode()).isEqualTo(ExitCode.OK);
    List<JsonNode> lines = told.text().lines().map(CanonicalJson::read).toList();
    assertThat(lines).singleElement().matches(line -> line.path("kind").asString().equals("ALARM"));
    assertThat(lines.getFirst().path("text").asString())
        .startsWith("1 more work waits for an operator longer than 1 s");
    assertThat(scene.raptor("watch", "--max-rate", "0").exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(scene.raptor("watch", "--for", "soon").text())
        .contains("'soon' is no span of time; write 90s, 15m, 2h or 3d");
  }

  private static List<String> lines(StringWriter told, String part) {
    return told.toString().lines().filter(line -> line.contains(part)).toList();
  }
}
