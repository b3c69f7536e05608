package io.raptorflow.standalone.cli;

import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.dlq.DeadLetterDesk;
import io.raptorflow.dlq.RowPage;
import io.raptorflow.dlq.query.DeadLetterQuery;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `raptor dlq list`: failed work, page by page.
@Command(
    name = "list",
    description = "Lists failed work, newest failure first.",
    footer = {
      "",
      "A page ends with the cursor of the next one. What fails meanwhile stands before the first",
      "page, so nothing is listed twice. Exit codes: 0 done, 2 nothing matched or wrong usage."
    })
final class DlqList implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private DataOption data = new DataOption();
  @Mixin private DlqCommand.Narrowing narrowing = new DlqCommand.Narrowing();

  @Option(
      names = "--limit",
      paramLabel = "COUNT",
      description = "At most so many works (default: ${DEFAULT-VALUE}).")
  private int limit = 100;

  @Option(
      names = "--cursor",
      paramLabel = "CURSOR",
      description = "Goes on where an earlier page ended; the filter must be the same.")
  private @Nullable String cursor;

  @Option(names = "--json", description = "One JSON array.")
  private boolean json;

  @Option(names = "--jsonl", description = "A JSON object a line.")
  private boolean jsonl;

  @Override
  public Integer call() {
    DeadLetterQuery query = narrowing.query();
    Optional<RowPage.Mark> mark = mark();
    try (Bus bus = data.connect()) {
      RowPage page = page(new DeadLetterDesk(bus).list(query), query, mark);
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(CanonicalJson.write(page.rows().stream().map(DlqText::row).toList()));
      } else if (jsonl) {
        page.rows().forEach(row -> out.println(CanonicalJson.write(DlqText.row(row))));
      } else if (page.rows().isEmpty()) {
        out.println(mark.isEmpty() ? "no dead letter matches" : "no dead letter follows");
      } else {
        print(out, page.rows());
      }
      out.flush();
      page.next().ifPresent(next -> tellRest(page, next));
      return page.rows().isEmpty() ? ExitCode.USAGE : ExitCode.OK;
    }
  }

  private Optional<RowPage.Mark> mark() {
    try {
      return Optional.ofNullable(cursor).map(RowPage.Mark::parse);
    } catch (IllegalArgumentException wrong) {
      throw new CliException(ExitCode.USAGE, String.valueOf(wrong.getMessage()));
    }
  }

  private RowPage page(List<RetryRow> rows, DeadLetterQuery query, Optional<RowPage.Mark> mark) {
    try {
      return RowPage.of(rows, query, mark, limit);
    } catch (IllegalArgumentException wrong) {
      throw new CliException(ExitCode.USAGE, String.valueOf(wrong.getMessage()));
    }
  }

  /// On the error output when the other one is for a program.
  private void tellRest(RowPage page, RowPage.Mark next) {
    PrintWriter to = json || jsonl ? spec.commandLine().getErr() : spec.commandLine().getOut();
    to.println(
        "%d more; go on with --cursor %s".formatted(page.total() - page.rows().size(), next));
    to.flush();
  }

  private static void print(PrintWriter out, List<RetryRow> rows) {
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
                        row.agent().isEmpty() ? row.group() : row.agent(),
                        row.failure(),
                        row.failures(),
                        DlqText.line(row.message()))));
  }
}
