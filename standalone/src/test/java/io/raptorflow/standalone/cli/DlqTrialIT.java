package io.raptorflow.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.AgentAnswer;
import io.raptorflow.bus.AgentTask;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.Guild;
import io.raptorflow.bus.JobState;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.kafka.Work;
import io.raptorflow.bus.kafka.WorkResult;
import io.raptorflow.dlq.ReplayJobs;
import io.raptorflow.dlq.RetryRule;
import io.raptorflow.standalone.cli.FailureScene.Told;
import io.raptorflow.testkit.bus.BusFixture;
import io.raptorflow.testkit.bus.LiveBus;
import io.raptorflow.testkit.bus.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A new operator's trial: 500 mixed failures, with nothing but the command line. What was typed
/// and printed goes to `target/dlq-trial.txt`; the runbook shows it.
@ExtendWith(BusFixture.class)
class DlqTrialIT {
  private static final Path CAPTURE = Path.of("target", "dlq-trial.txt");
  private static final int TRANSIENT = 320;
  private static final int HOPELESS = 100;
  private static final int CLOSED = 79;

  private final StringBuilder capture = new StringBuilder();
  private final AtomicBoolean providerIsBack = new AtomicBoolean();
  private LiveBus live;
  private FailureScene scene;

  @BeforeEach
  void start(LiveBus bus, @TempDir Path directory) {
    live = bus;
    scene =
        new FailureScene(
            bus,
            directory,
            this::work,
            new RetryRule(Duration.ZERO, Duration.ZERO, 0, Status.PARKED));
  }

  @AfterEach
  void stop() throws IOException {
    scene.close();
    Files.createDirectories(CAPTURE.getParent());
    Files.writeString(CAPTURE, capture.toString());
  }

  private WorkResult work(Work work) {
    AgentTask task = (AgentTask) work.event();
    return switch ((int) task.seed()) {
      case 1 ->
          providerIsBack.get()
              ? Tasks.answered(task)
              : WorkResult.Failed.because(
                  FailureClass.TRANSIENT, "connection to model.example:443 was reset");
      case 2 -> WorkResult.Failed.because(FailureClass.POISON, "the brief names no product");
      case 3 ->
          WorkResult.Failed.because(FailureClass.BUDGET, "the account of the workspace is closed");
      default -> Tasks.answered(task);
    };
  }

  @Test
  void aNewOperatorFindsFixesReplaysDiscardsAndAccountsFor500Failures() throws Exception {
    scene.send(IntStream.range(0, TRANSIENT).map(_ -> 1));
    scene.send(IntStream.range(0, HOPELESS).map(_ -> 2));
    scene.send(IntStream.range(0, CLOSED).map(_ -> 3));
    scene.sendRaw("{\"seed\": 7}", 1);
    scene.awaitRows("status in (PARKED, QUARANTINED)", 500);
    String mine = "topic=" + scene.inboxTopic();

    assertThat(typed("stats", "--where", mine).text()).contains("500 failures");
    String groups = typed("groups", "--where", mine).text();
    assertThat(groups).contains(TRANSIENT + " x TRANSIENT", HOPELESS + " x POISON", "1 x POISON");

    String broken = sampleOf(groups, "WRONG_FORMAT");
    assertThat(typed("why", broken).text()).contains("--event FILE");
    typed("show", broken);
    String sound = sampleOf(groups, "was reset");
    assertThat(
            typed(
                    "edit",
                    broken,
                    "--like",
                    sound,
                    "--set",
                    "/seed=7",
                    "--by",
                    "Ann",
                    "--why",
                    "no schema id")
                .exitCode())
        .isEqualTo(ExitCode.OK);
    live.await().until(() -> scene.rows("edited").size() == 1);
    assertThat(typed("replay", broken, "--by", "Ann", "--why", "mended").exitCode())
        .isEqualTo(ExitCode.OK);

    providerIsBack.set(true);
    String transients = "reason=TRANSIENT and status=PARKED and " + mine;
    String dry = typed("replay", "--where", transients, "--by", "Ann", "--dry-run").text();
    Told replayed =
        typed(
            "replay",
            "--where",
            transients,
            "--plan",
            found(dry, "plan ([0-9a-f]{64})"),
            "--rate",
            "20",
            "--canary",
            "5",
            "--stop-on-failure-rate",
            "10",
            "--by",
            "Ann",
            "--why",
            "provider is back");
    assertThat(replayed.exitCode()).isEqualTo(ExitCode.OK);
    JobState job =
        new ReplayJobs(live.bus())
            .find(UUID.fromString(found(replayed.text(), "([0-9a-f-]{36})  replay")))
            .orElseThrow();
    assertThat(Duration.between(job.startedAt(), job.at()))
        .as("320 at 20 a second, with some leeway for the first ones")
        .isGreaterThan(Duration.ofSeconds(TRANSIENT / 20 - 3));

    assertThat(
            typed(
                    "discard",
                    "--where",
                    "status in (PARKED, QUARANTINED) and " + mine,
                    "--by",
                    "Ann",
                    "--why",
                    "nothing can come of these")
                .exitCode())
        .isEqualTo(ExitCode.OK);
    String back = scene.rows("status=DISCARDED and reason=BUDGET").getFirst().work().toString();
    assertThat(typed("restore", back, "--by", "Ann", "--why", "the account opens again").exitCode())
        .isEqualTo(ExitCode.OK);
    String audit = typed("audit", "--by", "Ann", "--since", "1h").text();
    String after = typed("stats", "--where", mine).text();

    assertThat(audit)
        .contains(TRANSIENT + " done", "179 done", "restore 1 work", "ordered: edit " + broken)
        .contains("looked what it would be to replay 320 works; nothing was changed");
    assertThat(after).containsPattern("RESOLVED +321").containsPattern("DISCARDED +178");
    assertThat(scene.rows("status=PARKED")).extracting(RetryRow::key).containsExactly(back);
    assertThat(
            live.events(Topic.broadcast(Guild.MUSE), AgentAnswer.class).stream()
                .filter(answer -> Topic.inbox(answer.agent()).equals(scene.inboxTopic()))
                .filter(answer -> answer.outcome() == AgentAnswer.Outcome.ANSWERED)
                .map(AgentAnswer::work)
                .toList())
        .as("each work that was mended or replayed has exactly one answer")
        .hasSize(321)
        .doesNotHaveDuplicates();
  }

  /// What an operator types and sees.
  private Told typed(String... words) {
    Told told = scene.raptor(words);
    capture
        .append("$ raptor dlq ")
        .append(Arrays.stream(words).map(DlqTrialIT::quoted).collect(Collectors.joining(" ")))
        .append('\n')
        .append(told.text())
        .append(told.exitCode() == 0 ? "" : "(exit code " + told.exitCode() + ")\n")
        .append('\n');
    return told;
  }

  private static String quoted(String word) {
    return word.matches("[\\w./=-]+") ? word : "'" + word + "'";
  }

  /// The sample of the group whose line has these words.
  private static String sampleOf(String groups, String words) {
    List<String> lines = groups.lines().toList();
    int line = 0;
    while (!lines.get(line).contains(words)) {
      line++;
    }
    while (!lines.get(line).contains("sample")) {
      line++;
    }
    return lines.get(line).replace("sample", "").strip();
  }

  private static String found(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return matcher.group(1);
  }
}
