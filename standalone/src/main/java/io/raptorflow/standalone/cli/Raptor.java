package io.raptorflow.standalone.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command that people type: `raptor`.
@Command(
    name = "raptor",
    mixinStandardHelpOptions = true,
    version = "RaptorFlow Codex 0.1.0",
    description = "A swarm of marketing agents on Apache Kafka: a brief in, a launch pack out.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Start here:",
      "  raptor demo                     a whole campaign from the sample brief",
      "  raptor up                       keep a swarm running on this machine",
      "  raptor launch tarnwell --follow launch a brief on it",
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong usage or nothing matched, 3 done in part,",
      "4 refused, 5 no swarm is running."
    },
    subcommands = {
      DemoCommand.class,
      UpCommand.class,
      RunCommands.Launch.class,
      RunCommands.Status.class,
      RunCommands.Approve.class,
      RunCommands.Reject.class,
      RunCommands.Cancel.class,
      RunCommands.Pack.class,
      RunCommands.Agents.class,
      Raptor.AgentGroup.class,
      GuardianCommand.class,
      ImportCommand.class,
      AuditCommands.Explain.class,
      AuditCommands.Verify.class,
      DlqCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Raptor implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  /// One agent.
  @Command(name = "agent", description = "One agent.", subcommands = AgentCommand.class)
  static final class AgentGroup implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
      throw new ParameterException(spec.commandLine(), "a command is missing: raptor agent run");
    }
  }

  public static void main(String[] arguments) {
    // Tomcat speaks through java.util.logging; what it says at start and stop is no news here.
    Logger.getLogger("").setLevel(Level.WARNING);
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Raptor());
    line.getSubcommands().values().forEach(Raptor::explainable);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler(Raptor::tellWrongUsage);
    line.setExecutionExceptionHandler(
        (fault, command, _) -> {
          if (fault instanceof CliException told) {
            command.getErr().println("raptor: " + told.getMessage());
            return told.exitCode();
          }
          fault.printStackTrace(command.getErr());
          return ExitCode.FAILED;
        });
    return line;
  }

  /// Gives a command and all below it `--help`. Picocli's way to inherit it would hand down the
  /// footer and the exit codes of `raptor`, too.
  private static void explainable(CommandLine command) {
    if (command.getCommandSpec().findOption("--help") == null) {
      command
          .getCommandSpec()
          .addOption(
              OptionSpec.builder("-h", "--help")
                  .usageHelp(true)
                  .description("Explains the command.")
                  .build());
    }
    command.getSubcommands().values().forEach(Raptor::explainable);
  }

  /// What is wrong and where the rest stands, not the rest itself: a page of options would push the
  /// fault off the screen.
  private static int tellWrongUsage(ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("raptor: " + wrong.getMessage());
    if (!command.getSubcommands().isEmpty()) {
      command.usage(err);
    } else if (!UnmatchedArgumentException.printSuggestions(wrong, err)) {
      err.println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
    }
    err.flush();
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }
}
