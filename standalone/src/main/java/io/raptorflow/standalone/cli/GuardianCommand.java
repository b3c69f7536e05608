package io.raptorflow.standalone.cli;

import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.guild.guardian.computed.PackTrial;
import io.raptorflow.guild.guardian.rules.PackReader;
import io.raptorflow.guild.guardian.rules.PackShelf;
import io.raptorflow.guild.guardian.rules.RulePack;
import io.raptorflow.ingress.check.AssetCheck;
import io.raptorflow.ingress.check.CheckReport;
import io.raptorflow.ingress.command.Issue;
import io.raptorflow.standalone.Agents;
import io.raptorflow.standalone.AssetDesk;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// `raptor guardian`: rule packs against assets, in this process, without Kafka.
@Command(
    name = "guardian",
    description = "Checks assets against the rule packs.",
    subcommands = {GuardianCommand.Check.class, GuardianCommand.TestPack.class})
final class GuardianCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "a command is missing: raptor guardian check, or test-pack");
  }

  private static RulePack pack(Path file) {
    PackReader.Reading reading =
        PackReader.read(file.getFileName().toString(), JsonFile.read(file));
    RulePack pack = reading.pack();
    if (pack == null) {
      throw new CliException(
          ExitCode.UNREADABLE,
          "%s is no rule pack:%n  %s"
              .formatted(file, String.join(System.lineSeparator() + "  ", reading.problems())));
    }
    return pack;
  }

  /// Findings for assets.
  @Command(
      name = "check",
      description = "Holds assets against the rule packs of all ten Guardians.",
      exitCodeOnInvalidInput = ExitCode.WRONG_CALL,
      footer = {
        "",
        "Examples:",
        "  raptor guardian check assets.json --brief tarnwell",
        "  raptor guardian check assets.json --pack my-rules.json --json",
        "",
        "Exit codes: 0 clean or advice only, 1 warnings or missing evidence, 2 something blocks,",
        "64 wrong usage, 65 a file cannot be read."
      })
  static final class Check implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "Assets: an array, or an object with items.")
    private Path file = Path.of("");

    @Option(
        names = "--brief",
        paramLabel = "FILE",
        description = "Brief of a brand, or the name of a sample; may be given for each brand.")
    private List<String> briefs = new ArrayList<>();

    @Option(
        names = "--pack",
        paramLabel = "FILE",
        description = "A rule pack more, or in place of the shipped one of the same id.")
    private List<Path> packs = new ArrayList<>();

    @Option(names = "--json", description = "Prints the report as JSON.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
      JsonNode assets = JsonFile.read(file);
      List<JsonNode> read = new ArrayList<>();
      for (String brief : briefs) {
        read.add(JsonFile.brief(brief));
      }
      PackShelf shelf =
          PackShelf.shipped().with(packs.stream().map(GuardianCommand::pack).toList());
      InstantSource clock = InstantSource.system();
      AssetDesk desk = new AssetDesk(Agents.guardians(shelf, System.getenv(), clock), clock);
      return switch (desk.check(assets, read)) {
        case AssetCheck.Checked checked -> print(checked.report());
        case AssetCheck.Unfit unfit -> throw new CliException(ExitCode.UNREADABLE, told(unfit));
        case AssetCheck.Away away -> throw new CliException(ExitCode.FAILED, away.why());
      };
    }

    private String told(AssetCheck.Unfit unfit) {
      StringBuilder text = new StringBuilder(file + " cannot be checked:");
      for (Issue issue : unfit.issues()) {
        text.append(System.lineSeparator())
            .append("  ")
            .append(issue.field())
            .append(": ")
            .append(issue.rule())
            .append(issue.value().isEmpty() ? "" : ", was " + issue.value());
      }
      return text.toString();
    }

    private int print(CheckReport report) {
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(CanonicalJson.MAPPER.valueToTree(report).toPrettyString());
      } else {
        for (CheckReport.CheckFinding line : report.findings()) {
          out.printf(
              "%-14s %-12s %s %s%n",
              line.severity(),
              line.rule(),
              line.asset(),
              line.field()
                  + (line.start() < 0 ? "" : "[%d,%d)".formatted(line.start(), line.end())));
          out.printf("  %s: \"%s\"; allowed: %s%n", line.message(), line.actual(), line.limit());
          out.printf(
              "  fix: %s; source: %s (%s), pack %s%n",
              line.fix(), line.source(), line.confidence(), line.pack());
        }
        out.printf(
            Locale.ROOT,
            "%d assets, %s: %s; %d packs, %d things not checked (--json names them)%n",
            report.assets(),
            report.verdict(),
            new TreeMap<>(report.counts()),
            report.packs().size(),
            report.notChecked().size());
      }
      return switch (report.verdict()) {
        case "blocked" -> ExitCode.BLOCKED;
        case "warnings" -> ExitCode.FAILED;
        default -> ExitCode.OK;
      };
    }
  }

  /// The fixtures of a pack.
  @Command(
      name = "test-pack",
      description = "Runs the fixtures of a rule pack against its own rules.",
      exitCodeOnInvalidInput = ExitCode.WRONG_CALL,
      footer = {
        "",
        "Exit codes: 0 all fixtures hold, 1 one does not, 64 wrong usage, 65 the pack is broken."
      })
  static final class TestPack implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "A rule pack.")
    private Path file = Path.of("");

    @Override
    public Integer call() {
      PrintWriter out = spec.commandLine().getOut();
      RulePack pack = pack(file);
      List<PackTrial.Outcome> outcomes = PackTrial.run(pack, Instant.now());
      int failed = 0;
      for (PackTrial.Outcome outcome : outcomes) {
        if (outcome.holds()) {
          out.printf("ok    %s%n", outcome.name());
        } else {
          failed++;
          out.printf(
              "FAIL  %s: expected %s, fired %s %s%n",
              outcome.name(), outcome.expected(), outcome.fired(), outcome.problem());
        }
      }
      out.printf(
          "%s: %d rules, %d fixtures, %d failed%n",
          pack.name(), pack.rules().size(), outcomes.size(), failed);
      if (!PackTrial.untried(pack).isEmpty()) {
        out.println("no fixture makes these fire: " + PackTrial.untried(pack));
      }
      return failed == 0 ? ExitCode.OK : ExitCode.FAILED;
    }
  }
}
