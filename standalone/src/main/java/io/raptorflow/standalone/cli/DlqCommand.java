package io.raptorflow.standalone.cli;

import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.WorkId;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.dlq.DeadLetterDesk;
import io.raptorflow.dlq.DeadLetterDetails;
import io.raptorflow.dlq.FailureGroup;
import io.raptorflow.dlq.query.DeadLetterQuery;
import io.raptorflow.dlq.query.QuerySyntaxException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `raptor dlq`: what failed, why, and once more.
@Command(
    name = "dlq",
    description = "Dead letters: what failed, why, and once more.",
    subcommands = {
      DlqCommand.ListWork.class,
      DlqCommand.Show.class,
      DlqGroups.class,
      DlqChange.Replay.class,
      DlqChange.Discard.class,
      DlqChange.Restore.class,
      DlqEdit.class,
      DlqRules.Hold.class,
      DlqRules.Release.class,
      DlqRules.class,
      DlqJobs.class,
      DlqTransfer.Export.class,
      DlqTransfer.Import.class,
      DlqTransfer.Adopt.class
    },
    footer = {
      "",
      "Where to begin: 'raptor dlq groups' says what failed and why, 'raptor dlq show WORK' looks at",
      "one, and 'raptor dlq replay --where QUERY --dry-run' shows what a replay would touch.",
      "The filter language of --where is described in docs/dead-letter-filter.md.",
      "",
      "Exit codes: 0 done, 2 nothing matched or wrong usage, 3 done in part, 4 refused."
    })
final class DlqCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "a command is missing: groups, list, show, replay, ...");
  }

  /// How a command narrows what it means.
  static final class Narrowing {
    @Option(
        names = "--where",
        paramLabel = "QUERY",
        description =
            "Filter such as 'reason=TIMEOUT and age>2h'; the language is described in"
                + " docs/dead-letter-filter.md.")
    private String where = "";

    DeadLetterQuery query() {
      try {
        return DeadLetterQuery.parse(where);
      } catch (QuerySyntaxException fault) {
        throw new CliException(ExitCode.USAGE, fault.getMessage());
      }
    }
  }

  /// Lists failed work.
  @Command(name = "list", description = "Lists failed work, newest failure first.")
  static final class ListWork implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private DataOption data = new DataOption();
    @Mixin private Narrowing narrowing = new Narrowing();

    @Option(names = "--json", description = "One JSON array.")
    private boolean json;

    @Override
    public Integer call() {
      DeadLetterQuery query = narrowing.query();
      try (Bus bus = data.connect()) {
        List<RetryRow> rows = new DeadLetterDesk(bus).list(query);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
          out.println(CanonicalJson.write(rows));
        } else if (rows.isEmpty()) {
          out.println("no dead letter matches");
        } else {
          out.println(
              "%-36s  %-11s  %-9s  %-12s  %5s  %s"
                  .formatted("WORK", "STATUS", "AGENT", "CLASS", "FAILS", "WHY"));
          rows.forEach(
              row ->
                  out.println(
                      "%-36s  %-11s  %-9s  %-12s  %5d  %s"
                          .formatted(
                              row.work(),
                              row.status(),
                              row.agent().isEmpty() ? "-" : row.agent(),
                              row.failure(),
                              row.failures(),
                              cut(row.message()))));
        }
        out.flush();
        return rows.isEmpty() ? ExitCode.USAGE : ExitCode.OK;
      }
    }

    private static String cut(String text) {
      String line = text.replace('\n', ' ');
      return line.length() <= 70 ? line : line.substring(0, 69) + "…";
    }
  }

  /// Shows one failed work.
  @Command(name = "show", description = "Shows one failed work with headers and history.")
  static final class Show implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private DataOption data = new DataOption();

    @Parameters(paramLabel = "WORK", description = "Work id.")
    private UUID work = new UUID(0, 0);

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    @Override
    public Integer call() {
      try (Bus bus = data.connect()) {
        DeadLetterDetails details =
            new DeadLetterDesk(bus)
                .show(new WorkId(work))
                .orElseThrow(
                    () -> new CliException(ExitCode.USAGE, "no dead letter of work " + work));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
          Map<String, Object> whole = new LinkedHashMap<>();
          whole.put("row", details.row());
          whole.put("headers", details.headers());
          whole.put("bytes", details.value().length);
          details.event().ifPresent(event -> whole.put("event", event));
          out.println(CanonicalJson.write(whole));
        } else {
          print(out, details);
        }
        out.flush();
        return ExitCode.OK;
      }
    }

    private static void print(PrintWriter out, DeadLetterDetails details) {
      RetryRow row = details.row();
      out.println("work      " + row.work());
      out.println("status    " + row.status() + ", failed " + row.failures() + " times");
      out.println("agent     " + row.agent() + " (group " + row.group() + ")");
      out.println("class     " + row.failure());
      out.println("why       " + row.message());
      out.println("from      " + row.originalTopic());
      out.println("first     " + row.firstFailedAt() + ", last " + row.lastFailedAt());
      if (row.edited() != null) {
        out.println("edited    yes: other bytes are sent in place of those below");
      }
      if (row.dueAt() != null) {
        out.println("due       " + row.dueAt());
      }
      out.println("looks like " + FailureGroup.suspect(row).advice());
      out.println("history");
      row.history().forEach(line -> out.println("  " + line));
      out.println("headers");
      details
          .headers()
          .forEach(
              (name, value) ->
                  out.println("  " + name + ": " + value.lines().findFirst().orElse("")));
      byte[] value = details.value();
      out.println("value     " + value.length + " bytes, kept as they came");
      if (details.event().isEmpty()) {
        out.println(
            "          "
                + new String(value, 0, Math.min(80, value.length), StandardCharsets.ISO_8859_1)
                    .replaceAll("\\p{Cntrl}", "."));
      }
    }
  }
}
