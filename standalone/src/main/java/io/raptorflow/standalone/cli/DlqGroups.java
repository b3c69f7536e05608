package io.raptorflow.standalone.cli;

import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.dlq.DeadLetterDesk;
import io.raptorflow.dlq.FailureGroup;
import io.raptorflow.dlq.Masking;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `raptor dlq groups`: how many failed, and why, cause by cause.
@Command(name = "groups", description = "Counts failed work by state and groups it by cause.")
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
      List<FailureGroup> groups = FailureGroup.of(rows);
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
        group.suspect());
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
      out.println("   looks like  " + group.suspect().advice());
      out.println("   filter      fingerprint=\"%s\"".formatted(group.fingerprint()));
      out.println("   sample      " + group.sample());
    }
  }
}
