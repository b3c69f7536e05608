package io.raptorflow.standalone.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// The commands about runs, over HTTP.
final class RunCommands {
  private RunCommands() {}

  /// Launches a brief on a running swarm.
  @Command(
      name = "launch",
      description = "Launches a brief on a running swarm.",
      footer = {
        "",
        "BRIEF is a file of schema brand-brief/1, or a sample: tarnwell, quillstack.",
        "Files that its member `assets` names are read from its folder."
      })
  static final class Launch implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private DataOption data = new DataOption();

    @Parameters(paramLabel = "BRIEF", description = "Brief to launch.")
    private String brief = "";

    @Option(names = "--follow", description = "Shows progress until the run is over.")
    private boolean follow;

    @Option(names = "--approve", description = "Says yes at every gate.")
    private boolean approve;

    @Option(names = "--by", description = "Your name (default: ${DEFAULT-VALUE}).")
    private String by = System.getProperty("user.name", "command line");

    @Override
    public Integer call() {
      PrintWriter out = spec.commandLine().getOut();
      SwarmClient client = data.client();
      BriefFile file = BriefFile.read(brief);
      file.missing().forEach(gap -> spec.commandLine().getErr().println("gap: " + gap));
      String run = client.launch(file, by);
      out.println("run " + run);
      out.flush();
      if (!follow && !approve) {
        return ExitCode.OK;
      }
      JsonNode end =
          new Follower(
                  client,
                  out,
                  Terminal.screen(),
                  Terminal.gateKeeper(client, out, approve, data.repeated()))
              .follow(run);
      return Outcomes.exitCode(end);
    }
  }

  /// Shows how a run stands.
  @Command(name = "status", description = "Shows how a run stands.")
  static final class Status implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private DataOption data = new DataOption();

    @Parameters(paramLabel = "RUN", description = "Run id.")
    private String run = "";

    @Option(names = "--json", description = "The whole status as JSON.")
    private boolean json;

    @Override
    public Integer call() {
      JsonNode status = data.client().status(run);
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(status.toPrettyString());
      } else {
        out.println(
            "%s  %s, %d %% done, %s US dollars"
                .formatted(
                    run,
                    status.path("state").asString(""),
                    status.path("progress").asInt(0),
                    status.path("costUsd").decimalValue().toPlainString()));
        for (JsonNode node : status.path("nodes")) {
          out.println(
              "  %-4s %-9s %s"
                  .formatted(
                      node.path("id").asString(""),
                      node.path("state").asString(""),
                      node.path("title").asString("")));
        }
        JsonNode gate = status.path("gate");
        if (gate.isObject()) {
          out.println("waits at gate " + gate.path("gate").asString("") + " for a person");
        }
      }
      out.flush();
      return ExitCode.OK;
    }
  }

  /// What approve and reject have in common.
  static final class Word {
    @Parameters(index = "0", paramLabel = "RUN", description = "Run id.")
    private String run = "";

    @Parameters(index = "1", paramLabel = "GATE", description = "G1 or G4.")
    private String gate = "";

    @Option(names = "--by", required = true, description = "Your name; it stands in the pack.")
    private String by = "";

    @Option(names = "--note", description = "What you want remembered.")
    private String note = "";

    @Option(names = "--seen", description = "Hash of what you saw (default: what waits now).")
    private String seen = "";

    int say(SwarmClient client, PrintWriter out, String decision) {
      String shown =
          seen.isEmpty() ? client.status(run).path("gate").path("seen").asString("") : seen;
      Map<String, Object> word = new LinkedHashMap<>();
      word.put("decision", decision);
      word.put("by", by);
      word.put("note", note);
      word.put("seen", shown);
      client.gate(run, gate, word);
      out.println("%s says %s to %s of %s".formatted(by, decision, gate, shown));
      out.flush();
      return ExitCode.OK;
    }
  }

  /// Opens a gate.
  @Command(name = "approve", description = "Opens a gate, in your name.")
  static final class Approve implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private DataOption data = new DataOption();
    @Mixin private Word word = new Word();

    @Override
    public Integer call() {
      return word.say(data.client(), spec.commandLine().getOut(), "approve");
    }
  }

  /// Sends a gate back.
  @Command(name = "reject", description = "Sends a gate back, in your name, with what must change.")
  static final class Reject implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private DataOption data = new DataOption();
    @Mixin private Word word = new Word();

    @Override
    public Integer call() {
      return word.say(data.client(), spec.commandLine().getOut(), "reject");
    }
  }

  /// Ends a run.
  @Command(name = "cancel", description = "Ends a run; finished work stays readable.")
  static final class Cancel implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private DataOption data = new DataOption();

    @Parameters(paramLabel = "RUN", description = "Run id.")
    private String run = "";

    @Option(names = "--by", description = "Your name (default: ${DEFAULT-VALUE}).")
    private String by = System.getProperty("user.name", "command line");

    @Option(names = "--why", description = "Why.")
    private String why = "cancelled on the command line";

    @Override
    public Integer call() {
      data.client().cancel(run, by, why);
      spec.commandLine().getOut().println("asked to cancel " + run);
      spec.commandLine().getOut().flush();
      return ExitCode.OK;
    }
  }

  /// Writes the launch pack.
  @Command(name = "pack", description = "Writes the launch pack of a run to a folder.")
  static final class Pack implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private DataOption data = new DataOption();

    @Parameters(paramLabel = "RUN", description = "Run id.")
    private String run = "";

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder to write.")
    private Path out = Path.of(".");

    @Override
    public Integer call() throws IOException {
      int files = PackFolder.write(data.client().pack(run), out);
      spec.commandLine().getOut().println(files + " files in " + out.toAbsolutePath());
      spec.commandLine().getOut().flush();
      return ExitCode.OK;
    }
  }

  /// Lists the agents.
  @Command(name = "agents", description = "Lists the agents of a running swarm.")
  static final class Agents implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private DataOption data = new DataOption();

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Override
    public Integer call() {
      JsonNode answer = data.client().agents();
      JsonNode agents = answer.isArray() ? answer : answer.path("agents");
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(agents.toPrettyString());
      } else {
        for (JsonNode agent : agents) {
          out.println(
              "%-9s  %-4s  %-6s  %-34s  %s"
                  .formatted(
                      agent.path("id").asString(""),
                      agent.path("health").asString(""),
                      agent.path("engine").asString(""),
                      agent.path("name").asString(""),
                      agent.path("does").asString("")));
        }
      }
      out.flush();
      return ExitCode.OK;
    }
  }
}
