package io.raptorflow.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.JobState;
import io.raptorflow.bus.JobState.Status;
import io.raptorflow.bus.ReplayOperation.Verb;
import io.raptorflow.standalone.cli.JobProgress.Screen;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JobProgressTest {
  private static final Instant START = Instant.parse("2026-11-20T06:00:00Z");

  private final StringWriter told = new StringWriter();

  @Test
  void drawsABarWithCountsAndPace() {
    assertThat(JobProgress.bar(job(Status.RUNNING, 500, 120, 5, 0, 10)))
        .isEqualTo(
            "replay [######..................]  25 %  125 of 500, 5 failed again, 12.5/s, 30 s left");
    assertThat(JobProgress.bar(job(Status.PAUSED, 500, 0, 0, 2, 0)))
        .isEqualTo("replay [........................]   0 %  2 of 500, 2 refused, paused");
    assertThat(JobProgress.bar(job(Status.RUNNING, 0, 0, 0, 0, 0))).contains("] 100 %");
  }

  @Test
  void drawsTheBarAnewAndLeavesALineBehind() {
    JobProgress progress = new JobProgress(new PrintWriter(told, true), Screen.BAR);

    progress.show(job(Status.RUNNING, 2, 1, 0, 0, 1));
    progress.show(job(Status.FINISHED, 2, 2, 0, 0, 2));

    assertThat(told.toString())
        .startsWith("\r\u001b[Kreplay [############............]  50 %  1 of 2")
        .contains("\r\u001b[K" + new UUID(1, 1) + "  replay FINISHED: 2 of 2 sent, 2 done")
        .endsWith(System.lineSeparator());
    assertThat(told.toString().lines()).as("carriage returns keep one line").hasSizeLessThan(5);
  }

  @Test
  void printsALineForEachChangeWhereNobodyWatches() {
    JobProgress progress = new JobProgress(new PrintWriter(told, true), Screen.LINES);

    progress.show(job(Status.RUNNING, 2, 1, 0, 0, 1));
    progress.show(job(Status.RUNNING, 2, 1, 0, 0, 1));
    progress.show(job(Status.FINISHED, 2, 2, 0, 0, 2));

    assertThat(told.toString().lines()).hasSize(2).noneMatch(line -> line.contains("\u001b"));
  }

  @Test
  void saysNothingWhereOnlyTheEndIsWanted() {
    new JobProgress(new PrintWriter(told, true), Screen.NONE)
        .show(job(Status.RUNNING, 2, 1, 0, 0, 1));

    assertThat(told.toString()).isEmpty();
  }

  private static JobState job(
      Status status, int total, int succeeded, int failed, int refused, int seconds) {
    return new JobState(
        new UUID(1, 1),
        status,
        Verb.REPLAY,
        "ann",
        "",
        "",
        "f00",
        total,
        total,
        refused,
        succeeded,
        failed,
        "",
        START,
        START.plusSeconds(seconds));
  }
}
