package io.raptorflow.standalone.cli;

import io.raptorflow.bus.JobState;
import io.raptorflow.dlq.Elapsed;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/// How a job is shown while it works: a bar that is drawn anew on a terminal, a line for each
/// change elsewhere, and a last line that stays.
final class JobProgress {
  private static final int CELLS = 24;
  private static final String CLEAR = "\r\u001b[K";

  /// What the output can show.
  enum Screen {
    BAR,
    LINES,
    NONE
  }

  private final PrintWriter out;
  private final Screen screen;
  private String told = "";

  JobProgress(PrintWriter out, Screen screen) {
    this.out = out;
    this.screen = screen;
  }

  /// What the output of this process can show.
  static Screen screen() {
    return switch (Terminal.screen()) {
      case TERMINAL -> Screen.BAR;
      case PLAIN -> Screen.LINES;
    };
  }

  void show(JobState job) {
    switch (screen) {
      case BAR -> {
        if (job.status().isOver()) {
          out.println(CLEAR + line(job));
        } else {
          out.print(CLEAR + bar(job));
        }
        out.flush();
      }
      case LINES -> {
        String line = line(job);
        if (!line.equals(told)) {
          out.println(line);
          out.flush();
          told = line;
        }
      }
      case NONE -> {}
    }
  }

  /// A job in one line.
  static String line(JobState job) {
    return "%s  %s %s: %d of %d sent, %d done, %d failed again, %d refused%s"
        .formatted(
            job.job(),
            verb(job),
            job.status(),
            job.sent(),
            job.total(),
            job.succeeded(),
            job.failed(),
            job.refused(),
            job.note().isEmpty() ? "" : " (" + job.note() + ")");
  }

  /// A job as a bar with its share, its counts and its pace so far; no line break.
  static String bar(JobState job) {
    int percent = job.total() == 0 ? 100 : (int) (100L * job.done() / job.total());
    int full = CELLS * percent / 100;
    return "%s [%s%s] %3d %%  %d of %d%s%s%s%s"
        .formatted(
            verb(job),
            "#".repeat(full),
            ".".repeat(CELLS - full),
            percent,
            job.done(),
            job.total(),
            job.failed() == 0 ? "" : ", " + job.failed() + " failed again",
            job.refused() == 0 ? "" : ", " + job.refused() + " refused",
            job.status() == JobState.Status.PAUSED ? ", paused" : "",
            pace(job));
  }

  private static String pace(JobState job) {
    long millis = Duration.between(job.startedAt(), job.at()).toMillis();
    if (millis < 1_000 || job.done() == 0) {
      return "";
    }
    double perSecond = job.done() * 1_000.0 / millis;
    long left = Math.round((job.total() - job.done()) / perSecond);
    return String.format(
        Locale.ROOT, ", %.1f/s, %s left", perSecond, Elapsed.words(Duration.ofSeconds(left)));
  }

  private static String verb(JobState job) {
    return job.verb().name().toLowerCase(Locale.ROOT);
  }
}
