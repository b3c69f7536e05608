package io.raptorflow.standalone.cli;

import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.dlq.Alarms;
import io.raptorflow.dlq.DeadLetterWatch;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `raptor dlq watch`: failures and changes as they come, and alarms.
@Command(
    name = "watch",
    description = "Prints failures and changes as they come, and alarms.",
    footer = {
      "",
      "An alarm goes off for a cause that was never seen, and with the options above for work that",
      "waits too long for an operator and for failures that come too fast. Ctrl-C ends it."
    })
final class DlqWatch implements Callable<Integer> {
  private static final Duration LOOK = Duration.ofSeconds(1);

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private DataOption data = new DataOption();
  @Mixin private DlqCommand.Narrowing narrowing = new DlqCommand.Narrowing();

  @Option(
      names = "--for",
      paramLabel = "SPAN",
      converter = SpanConverter.class,
      description = "Ends after this time, for example 10m (default: never).")
  private @Nullable Duration span;

  @Option(
      names = "--max-age",
      paramLabel = "SPAN",
      converter = SpanConverter.class,
      description = "Alarm when a work waits for an operator longer than this, for example 2h.")
  private @Nullable Duration ageMax;

  @Option(
      names = "--max-rate",
      paramLabel = "COUNT",
      description = "Alarm when more works than this fail in a minute.")
  private @Nullable Integer rateMax;

  @Option(names = "--json", description = "A JSON object a line.")
  private boolean json;

  @Override
  public Integer call() {
    var query = narrowing.query();
    Alarms alarms = new Alarms(limits());
    // What there is was seen by the time the watch begins; what comes is taken from the queue.
    BlockingQueue<RetryRow> changes = new LinkedBlockingQueue<>();
    try (Bus bus = data.connect();
        DeadLetterWatch watch =
            new DeadLetterWatch(
                bus,
                query,
                new DeadLetterWatch.Listener() {
                  @Override
                  public void known(RetryRow row) {
                    alarms.known(row);
                  }

                  @Override
                  public void changed(RetryRow row) {
                    changes.add(row);
                  }
                })) {
      watch.start();
      if (!json) {
        say("watching; Ctrl-C ends it");
      }
      Instant end = span == null ? Instant.MAX : bus.time().instant().plus(span);
      while (bus.time().instant().isBefore(end)) {
        RetryRow row = changes.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        Instant now = bus.time().instant().truncatedTo(ChronoUnit.MILLIS);
        if (row == null) {
          alarms.tick(now).forEach(this::tell);
        } else {
          tell(row);
          alarms.changed(row, now).forEach(this::tell);
        }
      }
      return ExitCode.OK;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return ExitCode.OK;
    }
  }

  private Alarms.Limits limits() {
    try {
      return new Alarms.Limits(Optional.ofNullable(ageMax), Optional.ofNullable(rateMax));
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), String.valueOf(wrong.getMessage()));
    }
  }

  private void tell(RetryRow row) {
    if (json) {
      say(CanonicalJson.write(Map.of("kind", "CHANGE", "row", DlqText.row(row))));
      return;
    }
    say(
        "%s  %-11s  %s  %-9s  %s"
            .formatted(
                row.at(),
                row.status(),
                row.work(),
                row.agent().isEmpty() ? "-" : row.agent(),
                reason(row)));
  }

  private void tell(Alarms.Alarm alarm) {
    if (json) {
      say(
          CanonicalJson.write(
              Map.of(
                  "kind", "ALARM", "alarm", alarm.kind(), "at", alarm.at(), "text", alarm.text())));
    } else {
      say("%s  ALARM        %s".formatted(alarm.at(), alarm.text()));
    }
  }

  private static String reason(RetryRow row) {
    return switch (row.status()) {
      case SCHEDULED -> "%s; next try %s".formatted(failure(row), row.dueAt());
      case PARKED, QUARANTINED -> failure(row);
      case HELD -> "%s; rule '%s' holds it".formatted(failure(row), row.heldBy());
      case FIRED -> "handed back for try %d%s".formatted(row.failures() + 1, command(row));
      case RESOLVED -> "answered";
      case DISCARDED -> "given up" + command(row);
    };
  }

  /// The operator's command that led here; empty when none did.
  private static String command(RetryRow row) {
    String note = row.history().isEmpty() ? "" : row.history().getLast().replaceFirst("^\\S+ ", "");
    return note.matches("[A-Z]+ by .*") ? ", " + DlqText.line(note) : "";
  }

  private static String failure(RetryRow row) {
    return "failure %d, %s: %s"
        .formatted(row.failures(), row.failure(), DlqText.line(row.message()));
  }

  private void say(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
