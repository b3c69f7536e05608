package io.raptorflow.standalone.cli;

import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.CouncilDecision;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.lords.audit.RunLog;
import io.raptorflow.lords.audit.Verification;
import io.raptorflow.standalone.Swarm;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `raptor explain` and `raptor verify`: a run read back from its log.
final class AuditCommands {
  private AuditCommands() {}

  private static RunLog log(Bus bus, String run) {
    try {
      return RunLog.read(bus, RunId.of(run));
    } catch (IllegalArgumentException unknown) {
      throw new CliException(ExitCode.USAGE, String.valueOf(unknown.getMessage()));
    }
  }

  /// Prints the decisions that led to the pack.
  @Command(name = "explain", description = "Prints the decisions that led to the pack.")
  static final class Explain implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private DataOption data = new DataOption();

    @Parameters(paramLabel = "RUN", description = "Run id.")
    private String run = "";

    @Option(names = "--json", description = "One JSON array of canonical decisions.")
    private boolean json;

    @Override
    public Integer call() {
      try (Bus bus = data.connect()) {
        RunLog log = log(bus, run);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
          out.println(
              CanonicalJson.write(
                  log.decisions().stream().map(CouncilDecision::canonical).toList()));
        } else {
          log.decisions().forEach(decision -> print(out, decision));
        }
        out.flush();
        return ExitCode.OK;
      }
    }

    private static void print(PrintWriter out, CouncilDecision d) {
      out.println(
          "%s  %s %-14s %-4s %s"
              .formatted(d.hash().substring(0, 12), d.lord(), d.kind(), d.node(), d.what()));
      out.println("              because " + d.why());
      if (!d.outputs().isEmpty()) {
        out.println(
            "              releases "
                + String.join(", ", d.outputs().stream().map(Attachment::name).toList()));
      }
      if (!d.restsOn().isEmpty()) {
        out.println(
            "              rests on "
                + String.join(
                    " ", d.restsOn().stream().map(hash -> hash.substring(0, 12)).toList()));
      }
    }
  }

  /// Runs the decisions again and compares.
  @Command(
      name = "verify",
      description = "Decides again, offline, from the log; fails if one byte differs.",
      footer = {"", "Exit codes: 0 every decision comes out the same, 4 one does not."})
  static final class Verify implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private DataOption data = new DataOption();

    @Parameters(paramLabel = "RUN", description = "Run id.")
    private String run = "";

    @Option(
        names = "--node-time",
        description = "Node time that the Council ran with (default: ${DEFAULT-VALUE}).")
    private Duration nodeTime = Swarm.NODE_TIME;

    @Override
    public Integer call() {
      try (Bus bus = data.connect()) {
        Verification verification = Verification.of(bus, log(bus, run), nodeTime);
        PrintWriter out = spec.commandLine().getOut();
        verification.faults().forEach(fault -> out.println("differs: " + fault));
        out.println(
            verification.faults().isEmpty()
                ? verification.checked() + " decisions come out the same, byte for byte"
                : verification.faults().size()
                    + " faults in "
                    + verification.checked()
                    + " decisions");
        out.flush();
        return verification.faults().isEmpty() ? ExitCode.OK : ExitCode.REFUSED;
      }
    }
  }
}
