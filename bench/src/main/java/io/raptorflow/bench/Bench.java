package io.raptorflow.bench;

import io.raptorflow.bench.dag.DagRace;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `raptor bench NAME`: runs one campaign against a broker of its own.
@Command(
    name = "raptor bench",
    mixinStandardHelpOptions = true,
    description = "Campaigns on a broker of their own; raw numbers go to bench/results.",
    footer = {
      "",
      "There is also dlq-scheduler [OPERATIONS [SEED]]: the scheduler's index against a sorted map.",
      "And bad-input [SHARE [SEED]]: bytes, model outputs, offsets and timers; SHARE divides.",
      "And dlq-fuzz [INPUTS [SEED]]: hostile filters, headers and import files.",
      "Exit codes: 0 the claim holds, 1 it does not, 2 wrong usage."
    },
    subcommands = {
      DlqScale.class,
      DlqKills.class,
      DlqRestart.class,
      DlqOutage.class,
      DlqScene.class,
      AllCommand.class,
      TableCommand.class,
      QueueRace.class,
      DagRace.class,
      RetryRace.class,
      StartSpeed.class,
      IdleSwarm.class,
      RawRace.class,
      GuardianSpeed.class,
      MatrixSpeed.class
    })
public final class Bench implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which one? See --help");
  }

  /// Folder of the project.
  public static Path home() {
    return Path.of(System.getProperty("raptor.home", ".")).toAbsolutePath().normalize();
  }

  public static void main(String[] arguments) {
    StubModel.keepConnections();
    CommandLine line = new CommandLine(new Bench());
    line.getSubcommands()
        .values()
        .forEach(campaign -> campaign.getCommandSpec().mixinStandardHelpOptions(true));
    System.exit(line.execute(arguments));
  }
}
