package io.raptorflow.standalone.cli;

import io.raptorflow.dlq.query.DeadLetterQuery;
import io.raptorflow.dlq.query.QuerySyntaxException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `raptor dlq`: what failed, why, and once more.
@Command(
    name = "dlq",
    description = "Dead letters: what failed, why, and once more.",
    subcommands = {
      DlqStats.class,
      DlqGroups.class,
      DlqList.class,
      DlqShow.class,
      DlqWhy.class,
      DlqWatch.class,
      DlqChange.Replay.class,
      DlqChange.Discard.class,
      DlqChange.Restore.class,
      DlqEdit.class,
      DlqRules.Hold.class,
      DlqRules.Release.class,
      DlqRules.class,
      DlqJobs.class,
      DlqAudit.class,
      DlqTransfer.Export.class,
      DlqTransfer.Import.class,
      DlqTransfer.Adopt.class
    },
    footer = {
      "",
      "Where to begin:",
      "  raptor dlq stats       how much failed, how old it is, whether it grows",
      "  raptor dlq groups      what failed and why, cause by cause",
      "  raptor dlq why WORK    one in plain words, with the next command",
      "  raptor dlq show WORK   its body, headers, and what changed between failures",
      "  raptor dlq replay --where QUERY --by NAME --dry-run",
      "                         what a replay would touch; nothing is changed",
      "  raptor dlq watch       failures and changes as they come, with alarms",
      "  raptor dlq audit       who did what, when and why, and what became of it",
      "",
      "The language of --where is described in docs/dead-letter-filter.md, a night of",
      "an operator in docs/runbooks/dead-letters.md. Secrets and personal data are",
      "masked in what is printed; exported files have every byte.",
      "",
      "Exit codes: 0 done, 2 nothing matched or wrong usage, 3 done in part, 4 refused."
    })
final class DlqCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "a command is missing: stats, groups, list, show, why, replay, ...");
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
}
