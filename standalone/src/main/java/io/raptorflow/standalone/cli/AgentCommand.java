package io.raptorflow.standalone.cli;

import io.raptorflow.agent.Agent;
import io.raptorflow.agent.AgentOutcome;
import io.raptorflow.agent.AgentRun;
import io.raptorflow.agent.AttachmentReader;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.NameUuid;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.WorkId;
import io.raptorflow.bus.WorkspaceId;
import io.raptorflow.standalone.Agents;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `raptor agent run`: one agent, in this process, through the same runner, without Kafka.
@Command(
    name = "run",
    description = "Runs one agent in this process, without Kafka.",
    footer = {
      "",
      "Examples:",
      "  raptor agent run MTX-001 --table kpi_daily=kpi_daily.csv",
      "  raptor agent run MUSE-001 --brief tarnwell --json",
      "",
      "Exit codes: 0 answered, 1 failed, 2 wrong usage, 4 the agent refused."
    })
final class AgentCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "ID", description = "Agent id, for example MUSE-001.")
  private String id = "";

  @Option(names = "--brief", paramLabel = "FILE", description = "Brief, or the name of a sample.")
  private @Nullable String brief;

  @Option(names = "--table", paramLabel = "NAME=FILE", description = "A CSV table by name.")
  private Map<String, Path> tables = new LinkedHashMap<>();

  @Option(
      names = "--document",
      paramLabel = "NAME=FILE",
      description = "A JSON document by name, for example war_brief=war_brief.json.")
  private Map<String, Path> documents = new LinkedHashMap<>();

  @Option(names = "--asset", paramLabel = "FILE", description = "Assets to check, a JSON array.")
  private @Nullable Path asset;

  @Option(names = "--set", paramLabel = "K=V", description = "A setting of the agent's method.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(names = "--seed", description = "Seed of everything drawn (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(names = "--agents", paramLabel = "DIR", description = "A folder with more agent files.")
  private List<Path> folders = new ArrayList<>();

  @Option(names = "--json", description = "Prints the whole outcome as JSON.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    Agents agents = Agents.inProcess(folders, System.getenv(), InstantSource.system());
    AgentId wanted;
    try {
      wanted = new AgentId(id);
    } catch (IllegalArgumentException malformed) {
      throw new CliException(ExitCode.USAGE, String.valueOf(malformed.getMessage()));
    }
    Agent agent =
        agents
            .catalog()
            .find(wanted)
            .orElseThrow(
                () ->
                    new CliException(
                        ExitCode.USAGE, "no agent " + id + " is on duty; see 'raptor agents'"));
    List<Attachment> attachments = attachments();
    TaskInputs inputs;
    try {
      inputs = AttachmentReader.read(attachments, List.of(), Instant.now(), seed);
    } catch (IllegalArgumentException unreadable) {
      throw new CliException(ExitCode.USAGE, String.valueOf(unreadable.getMessage()));
    }
    AgentRun run =
        new AgentRun(
            new WorkId(NameUuid.of("cli", id, Long.toString(seed))),
            new RunId(new UUID(0, 0)),
            new WorkspaceId("local"),
            attachments,
            "",
            BigDecimal.TEN);
    return print(agents.runner().run(agent, run, inputs));
  }

  private List<Attachment> attachments() {
    List<Attachment> attachments = new ArrayList<>();
    if (brief != null) {
      BriefFile file = BriefFile.read(brief);
      attachments.add(Attachment.json(AttachmentReader.BRIEF, file.brief()));
      attachments.addAll(file.sources());
      file.missing().forEach(gap -> spec.commandLine().getErr().println("gap: " + gap));
    }
    for (Map.Entry<String, Path> table : tables.entrySet()) {
      attachments.removeIf(known -> known.name().equals(table.getKey()));
      attachments.add(read(table.getKey(), Attachment.CSV, table.getValue()));
    }
    for (Map.Entry<String, Path> document : documents.entrySet()) {
      attachments.add(read(document.getKey(), Attachment.JSON, document.getValue()));
    }
    if (asset != null) {
      attachments.add(read("assets", Attachment.JSON, asset));
    }
    if (!settings.isEmpty()) {
      attachments.add(Attachment.json(AttachmentReader.SETTINGS, CanonicalJson.write(settings)));
    }
    return attachments;
  }

  private static Attachment read(String name, String type, Path file) {
    try {
      Attachment source = BriefFile.source(file.toString(), BriefFile.bytes(file));
      return new Attachment(name, type, source.body());
    } catch (IOException unreadable) {
      throw new CliException(
          ExitCode.USAGE, "%s cannot be read: %s".formatted(file, unreadable.getMessage()));
    }
  }

  private int print(AgentOutcome outcome) {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    switch (outcome) {
      case AgentOutcome.Answered answered -> {
        if (json) {
          Map<String, Object> whole = new LinkedHashMap<>();
          whole.put("outcome", "answered");
          whole.put("model", answered.model());
          whole.put("authorship", answered.authorship().name());
          whole.put("caveats", answered.caveats());
          whole.put("output", CanonicalJson.read(answered.json()));
          out.println(CanonicalJson.MAPPER.valueToTree(whole).toPrettyString());
        } else {
          out.println(CanonicalJson.read(answered.json()).toPrettyString());
          answered.caveats().forEach(caveat -> err.println("note: " + caveat));
        }
        return ExitCode.OK;
      }
      case AgentOutcome.Refused refused -> {
        if (json) {
          out.println(
              CanonicalJson.write(Map.of("outcome", "refused", "reasons", refused.reasons())));
        } else {
          refused.reasons().forEach(reason -> err.println("refused: " + reason));
        }
        return ExitCode.REFUSED;
      }
      case AgentOutcome.Failed failed -> {
        if (json) {
          out.println(
              CanonicalJson.write(
                  Map.of(
                      "outcome", "failed",
                      "class", failed.failure().name(),
                      "message", failed.message())));
        } else {
          err.println("failed, " + failed.failure() + ": " + failed.message());
        }
        return ExitCode.FAILED;
      }
    }
  }
}
