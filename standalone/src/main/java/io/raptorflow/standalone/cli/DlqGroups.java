package io.raptorflow.standalone.cli;

import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.dlq.ArrivalTrend;
import io.raptorflow.dlq.DeadLetterDesk;
import io.raptorflow.dlq.FailureGroup;
import io.raptorflow.dlq.Masking;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `raptor dlq groups`: how many failed, and why, cause by cause.
@Command(
    name = "groups",
    description = "Counts failed work by state and groups it by cause.",
    footer = {
      "",
      "'last hour' counts the works that failed first in each of the last twelve times 5 minutes,",
      "the latest last. 'new': nothing of this cause is older than 15 minutes. 'rising', 'falling':",
      "more, or fewer, in the last 15 minutes than the pace of the hour and chance explain. 'steady':",
      "neither. 'quiet': nothing in the hour."
    })
final class DlqGroups implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private DataOption data = new DataOption();
  @Mixin private DlqCommand.Narrowing narrowing = new DlqCommand.Narrowing();

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  @Option(names = "--jsonl", description = "A JSON object a line: the groups.")
  private boolean jsonl;

  @Override
  public Integer call() {
    var query = narrowing.query();
    try (Bus bus = data.connect()) {
      List<RetryRow> rows = new DeadLetterDesk(bus).list(query);
      List<FailureGroup> groups = FailureGroup.of(rows, bus.time().instant());
      Map<Status, Integer> counts = new EnumMap<>(Status.class);
      rows.forEach(row -> counts.merge(row.status(), 1, Integer::sum));
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("counts", counts);
        whole.put("groups", groups.stream().map(DlqGroups::masked).toList());
        out.println(CanonicalJson.write(whole));
      } else if (jsonl) {
        groups.forEach(group -> out.println(CanonicalJson.write(masked(group))));
      } else {
        print(out, counts, groups);
      }
      out.flush();
      return rows.isEmpty() ? ExitCode.USAGE : ExitCode.OK;
    }
  }

  private static FailureGroup masked(FailureGroup group) {
    return new FailureGroup(
        group.fingerprint(),
        group.reason(),
        group.agents(),
        group.count(),
        group.waiting(),
        group.first(),
        group.last(),
        Masking.text(group.message()),
        group.sample(),
        group.suspect(),
        group.trend());
  }

  private static void print(
      PrintWriter out, Map<Status, Integer> counts, List<FailureGroup> groups) {
    if (groups.isEmpty()) {
      out.println("no dead letter matches");
      return;
    }
    counts.forEach((status, count) -> out.println("%-12s %7d".formatted(status, count)));
    for (FailureGroup group : groups) {
      out.println();
      out.println(
          "%d x %s  %s  (%d wait for you)"
              .formatted(
                  group.count(),
                  group.reason(),
                  DlqText.oneLine(group.message()),
                  group.waiting()));
      out.println("   agents      " + String.join(", ", group.agents()));
      out.println("   from, to    %s  %s".formatted(group.first(), group.last()));
      out.println("   last hour   " + trend(group.trend()));
      out.println("   looks like  " + group.suspect().advice());
      out.println("   filter      fingerprint=\"%s\"".formatted(group.fingerprint()));
      out.println("   sample      " + group.sample());
    }
  }

  /// Such as `rising: 0 0 0 0 0 0 0 1 3 9 17 40`.
  private static String trend(ArrivalTrend trend) {
    return "%s: %s"
        .formatted(
            trend.direction().name().toLowerCase(Locale.ROOT),
            trend.arrivals().stream().map(String::valueOf).collect(Collectors.joining(" ")));
  }
}
