package io.raptorflow.standalone.cli;

import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.dlq.DeadLetterDesk;
import io.raptorflow.dlq.DeadLetterStats;
import io.raptorflow.dlq.Elapsed;
import io.raptorflow.dlq.FailureLog;
import io.raptorflow.dlq.Masking;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `raptor dlq stats`: how much failed, how old it is, and whether it grows.
@Command(
    name = "stats",
    description = "Counts failed work by agent, workspace, reason, cause and age.",
    footer = {
      "",
      "Open work, neither RESOLVED nor DISCARDED, is counted. Arrivals are failures on sys.dlq.*,",
      "drained are works that were resolved or discarded, both of the last hour."
    })
final class DlqStats implements Callable<Integer> {
  private static final int CAUSES_SHOWN = 10;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private DataOption data = new DataOption();
  @Mixin private DlqCommand.Narrowing narrowing = new DlqCommand.Narrowing();

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    var query = narrowing.query();
    try (Bus bus = data.connect()) {
      Instant now = bus.time().instant();
      List<RetryRow> rows = new DeadLetterDesk(bus).list(query);
      DeadLetterStats stats =
          DeadLetterStats.of(
              rows, new FailureLog(bus).since(now.minus(DeadLetterStats.WINDOW)), now);
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(CanonicalJson.write(whole(stats)));
      } else if (rows.isEmpty()) {
        out.println("no dead letter matches");
      } else {
        print(out, stats);
      }
      out.flush();
      return rows.isEmpty() ? ExitCode.USAGE : ExitCode.OK;
    }
  }

  private static Map<String, Object> whole(DeadLetterStats stats) {
    Map<String, Object> whole = new LinkedHashMap<>();
    whole.put("at", stats.at());
    whole.put("statuses", stats.statuses());
    whole.put("open", stats.open());
    whole.put("agents", stats.agents());
    whole.put("workspaces", stats.workspaces());
    whole.put("reasons", stats.reasons());
    whole.put("causes", stats.causes().stream().map(DlqStats::masked).toList());
    whole.put("ages", stats.ages());
    if (stats.oldest() != null) {
      whole.put("oldest", stats.oldest());
    }
    whole.put("arrivals", stats.arrivals());
    whole.put("arrivalsPerMinute", stats.arrivalsPerMinute());
    whole.put("drained", stats.drained());
    whole.put("drainedPerMinute", stats.drainedPerMinute());
    return whole;
  }

  private static DeadLetterStats.Cause masked(DeadLetterStats.Cause cause) {
    return new DeadLetterStats.Cause(
        cause.fingerprint(), cause.reason(), cause.works(), Masking.text(cause.message()));
  }

  private static void print(PrintWriter out, DeadLetterStats stats) {
    stats.statuses().forEach((status, count) -> out.println("%-12s %7d".formatted(status, count)));
    out.println(
        String.format(
            Locale.ROOT,
            "last hour    %7d failures (%.1f a minute), %d drained (%.1f a minute)",
            stats.arrivals(),
            stats.arrivalsPerMinute(),
            stats.drained(),
            stats.drainedPerMinute()));
    DeadLetterStats.Oldest oldest = stats.oldest();
    if (oldest != null) {
      out.println(
          "oldest       %s of %s waits for you since %s (%s)"
              .formatted(
                  oldest.work(),
                  oldest.agent(),
                  oldest.since(),
                  Elapsed.words(Duration.between(oldest.since(), stats.at()))));
    }
    section(out, "agent", stats.agents());
    section(out, "workspace", stats.workspaces());
    section(out, "reason", stats.reasons());
    Map<String, Integer> ages = new LinkedHashMap<>();
    stats.ages().forEach((age, count) -> ages.put(age.label(), count));
    section(out, "age", ages);
    if (!stats.causes().isEmpty()) {
      out.println();
      out.println("open by cause");
      stats.causes().stream()
          .limit(CAUSES_SHOWN)
          .forEach(
              cause ->
                  out.println(
                      "  %7d  %s  %s  %s"
                          .formatted(
                              cause.works(),
                              cause.fingerprint(),
                              cause.reason(),
                              DlqText.line(cause.message()))));
      if (stats.causes().size() > CAUSES_SHOWN) {
        out.println(
            "           and %d more; see raptor dlq groups"
                .formatted(stats.causes().size() - CAUSES_SHOWN));
      }
    }
  }

  private static void section(PrintWriter out, String name, Map<?, Integer> counts) {
    if (counts.isEmpty()) {
      return;
    }
    out.println();
    out.println("open by " + name);
    counts.forEach(
        (key, count) ->
            out.println("  %7d  %s".formatted(count, key.toString().isEmpty() ? "(none)" : key)));
  }
}
