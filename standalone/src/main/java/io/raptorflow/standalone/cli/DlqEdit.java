package io.raptorflow.standalone.cli;

import io.raptorflow.bus.BusEvent;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.WorkId;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.DeadLetters;
import io.raptorflow.dlq.DeadLetterDesk;
import io.raptorflow.dlq.DeadLetterDetails;
import io.raptorflow.dlq.Masking;
import io.raptorflow.dlq.ReplayOutcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `raptor dlq edit`: has other bytes sent in place of the original ones, which are kept.
@Command(
    name = "edit",
    description = "Mends one failed work; the next replay sends the new version, and only that.",
    footer = {
      "",
      "An event as JSON, to begin with: raptor dlq show WORK --json --unmasked",
      "Examples:",
      "  raptor dlq edit WORK --set /seed=7 --by \"Your Name\" --why \"wrong seed\"",
      "  raptor dlq edit WORK --event mended.json --by \"Your Name\"",
      "  raptor dlq edit WORK --like NEIGHBOUR --by \"Your Name\" --why \"the bytes were no event\""
    })
final class DlqEdit implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private DataOption data = new DataOption();

  @Parameters(paramLabel = "WORK", description = "Work id.")
  private UUID work = new UUID(0, 0);

  @Option(names = "--event", paramLabel = "FILE", description = "The whole event as JSON.")
  private @Nullable Path file;

  @Option(
      names = "--like",
      paramLabel = "WORK",
      description = "The event of this failed work, under the id of the one that is mended.")
  private @Nullable UUID neighbour;

  @Option(
      names = "--set",
      paramLabel = "POINTER=JSON",
      description = "One value by its JSON Pointer (RFC 6901); may be given again.")
  private Map<String, String> values = new LinkedHashMap<>();

  @Option(names = "--by", required = true, description = "Your name, for the audit.")
  private String by = "";

  @Option(names = "--why", description = "Why, for the audit.")
  private String why = "";

  @Override
  public Integer call() {
    if ((file == null) == (values.isEmpty() && neighbour == null)) {
      throw new ParameterException(
          spec.commandLine(), "say what: --event FILE, or --like WORK, --set or both");
    }
    try (Bus bus = data.connect()) {
      DeadLetterDesk desk = new DeadLetterDesk(bus);
      DeadLetterDetails details = details(desk, work);
      RetryRow row = details.row();
      BusEvent mended =
          event(
              row,
              file != null
                  ? parse(read(file))
                  : changed(neighbour == null ? details : details(desk, neighbour)));
      requireNothingMasked(mended);
      requireSameKey(details, mended);
      byte[] bytes = bus.codec().encode(row.originalTopic(), mended);
      ReplayOutcome outcome = desk.edit(row.work(), bytes, by, why);
      PrintWriter out = spec.commandLine().getOut();
      switch (outcome) {
        case ReplayOutcome.Accepted accepted ->
            out.println(
                "%s  edited, operation %s; replay it when you are ready"
                    .formatted(work, accepted.operation()));
        case ReplayOutcome.Refused refused ->
            throw new CliException(ExitCode.REFUSED, work + " is not edited: " + refused.why());
      }
      out.flush();
      return ExitCode.OK;
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new CliException(ExitCode.USAGE, file + " is no file with UTF-8 text");
    }
  }

  private static DeadLetterDetails details(DeadLetterDesk desk, UUID id) {
    return desk.show(new WorkId(id))
        .orElseThrow(() -> new CliException(ExitCode.USAGE, "no dead letter of work " + id));
  }

  /// Whoever begins with what 'show' printed must not send the masks in place of the values.
  private void requireNothingMasked(BusEvent mended) {
    if (Masking.isMasked(CanonicalJson.write(mended))) {
      throw new CliException(
          ExitCode.REFUSED,
          "the event holds masked values; take it with 'raptor dlq show %s --json --unmasked'"
              .formatted(work));
    }
  }

  /// The agent would refuse the record at once: a replay keeps its key.
  private void requireSameKey(DeadLetterDetails details, BusEvent mended) {
    String key = details.headers().get(DeadLetters.ORIGINAL_KEY);
    if (key != null && !key.equals(mended.key())) {
      throw new CliException(
          ExitCode.REFUSED,
          "the record of %s has the key '%s', which a replay keeps; the event's would be '%s'"
              .formatted(work, key, mended.key()));
    }
  }

  private JsonNode changed(DeadLetterDetails basis) {
    BusEvent event =
        basis
            .event()
            .orElseThrow(
                () ->
                    new CliException(
                        ExitCode.REFUSED,
                        "the bytes of %s are no event, so there is no field to set; give the whole"
                                .formatted(basis.row().work())
                            + " event with --event FILE, or a sound work's with --like WORK"));
    JsonNode tree = CanonicalJson.MAPPER.valueToTree(event);
    if (neighbour != null && tree.get("work") instanceof ObjectNode id) {
      id.put("value", work.toString());
    }
    values.forEach((pointer, value) -> set(tree, pointer, value));
    return tree;
  }

  private static void set(JsonNode tree, String pointer, String value) {
    JsonPointer at;
    try {
      at = JsonPointer.compile(pointer);
    } catch (IllegalArgumentException wrong) {
      throw new CliException(ExitCode.USAGE, "'%s' is no JSON Pointer".formatted(pointer));
    }
    if (tree.at(at).isMissingNode() || !(tree.at(at.head()) instanceof ObjectNode parent)) {
      throw new CliException(ExitCode.USAGE, "the event has no field " + pointer);
    }
    parent.set(at.last().getMatchingProperty(), parse(value));
  }

  private static JsonNode parse(String json) {
    try {
      return CanonicalJson.read(json);
    } catch (JacksonException wrong) {
      throw new CliException(
          ExitCode.USAGE, "'%s' is no JSON: %s".formatted(cut(json), wrong.getOriginalMessage()));
    }
  }

  private static BusEvent event(RetryRow row, JsonNode json) {
    Class<? extends BusEvent> type =
        Topic.of(row.originalTopic())
            .flatMap(Topic::event)
            .orElseThrow(
                () ->
                    new CliException(
                        ExitCode.REFUSED,
                        "nothing is known of the events of topic " + row.originalTopic()));
    try {
      return CanonicalJson.MAPPER.treeToValue(json, type);
    } catch (DatabindException wrong) {
      throw new CliException(
          ExitCode.REFUSED,
          "that is no %s: %s".formatted(type.getSimpleName(), wrong.getOriginalMessage()));
    }
  }

  private static String cut(String text) {
    return text.length() <= 60 ? text : text.substring(0, 59) + "…";
  }
}
