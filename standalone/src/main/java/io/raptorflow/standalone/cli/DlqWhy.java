package io.raptorflow.standalone.cli;

import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.WorkId;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.dlq.DeadLetterDesk;
import io.raptorflow.dlq.Explanation;
import io.raptorflow.dlq.ReplayerSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `raptor dlq why`: one failed work in plain words, and the next command.
@Command(
    name = "why",
    description = "Says in plain words why a work failed, how it stands and what to do.")
final class DlqWhy implements Callable<Integer> {
  private static final int REPLAYS_MAX = ReplayerSettings.standard(Path.of("")).replaysMax();

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private DataOption data = new DataOption();

  @Parameters(paramLabel = "WORK", description = "Work id.")
  private UUID work = new UUID(0, 0);

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    try (Bus bus = data.connect()) {
      Explanation explanation =
          new DeadLetterDesk(bus)
              .explain(new WorkId(work), REPLAYS_MAX)
              .orElseThrow(
                  () -> new CliException(ExitCode.USAGE, "no dead letter of work " + work));
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(CanonicalJson.write(explanation));
      } else {
        explanation.lines().forEach(out::println);
      }
      out.flush();
      return ExitCode.OK;
    }
  }
}
