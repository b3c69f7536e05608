package io.raptorflow.standalone.cli;

import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.Headers;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.WorkId;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.dlq.DeadLetterDesk;
import io.raptorflow.dlq.DeadLetterDetails;
import io.raptorflow.dlq.FailureGroup;
import io.raptorflow.dlq.FailureLog;
import io.raptorflow.dlq.FailureLog.Failure;
import io.raptorflow.dlq.Masking;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// `raptor dlq show`: everything that is known of one failed work.
@Command(
    name = "show",
    description = "Shows one failed work: body, headers, and what changed between failures.",
    footer = {
      "",
      "Secrets and personal data are masked. To edit the event, take it with --json --unmasked:",
      "masked values are refused by 'raptor dlq edit'."
    })
final class DlqShow implements Callable<Integer> {
  private static final int BYTES_SHOWN = 80;
  private static final List<String> PLACES =
      List.of("raptor-instance", "raptor-host", "host", "hostname", "instance", "ce_source");

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private DataOption data = new DataOption();

  @Parameters(paramLabel = "WORK", description = "Work id.")
  private UUID work = new UUID(0, 0);

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  @Option(names = "--unmasked", description = "Secrets and personal data too.")
  private boolean unmasked;

  @Override
  public Integer call() {
    try (Bus bus = data.connect()) {
      DeadLetterDetails details =
          new DeadLetterDesk(bus)
              .show(new WorkId(work))
              .orElseThrow(
                  () -> new CliException(ExitCode.USAGE, "no dead letter of work " + work));
      List<Failure> failures = new FailureLog(bus).of(details.row());
      if (unmasked) {
        spec.commandLine().getErr().println("secrets and personal data are shown");
        spec.commandLine().getErr().flush();
      }
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(CanonicalJson.write(whole(details, failures)));
      } else {
        print(out, details, failures);
      }
      out.flush();
      return ExitCode.OK;
    }
  }

  private Map<String, Object> whole(DeadLetterDetails details, List<Failure> failures) {
    Map<String, Object> whole = new LinkedHashMap<>();
    whole.put("row", unmasked ? details.row() : DlqText.row(details.row()));
    whole.put("headers", headers(details));
    whole.put("bytes", details.value().length);
    whole.put("masked", !unmasked);
    whole.put(
        "failures",
        failures.stream()
            .map(failure -> masked(CanonicalJson.MAPPER.valueToTree(failure), "message"))
            .toList());
    body(details)
        .ifPresent(body -> whole.put(details.event().isPresent() ? "event" : "body", body));
    return whole;
  }

  private JsonNode masked(JsonNode node, String words) {
    if (!unmasked && node instanceof tools.jackson.databind.node.ObjectNode object) {
      object.set(words, Masking.json(object.path(words)));
    }
    return node;
  }

  private Map<String, String> headers(DeadLetterDetails details) {
    return unmasked ? details.headers() : Masking.headers(details.headers());
  }

  private String text(String text) {
    return unmasked ? text : Masking.text(text);
  }

  /// The event, or the JSON that the bytes are; empty when they are neither.
  private Optional<JsonNode> body(DeadLetterDetails details) {
    Optional<JsonNode> body =
        details.event().map(CanonicalJson.MAPPER::<JsonNode>valueToTree).or(() -> json(details));
    return unmasked ? body : body.map(Masking::json);
  }

  private static Optional<JsonNode> json(DeadLetterDetails details) {
    try {
      JsonNode node = CanonicalJson.MAPPER.readTree(details.value());
      return node.isContainer() ? Optional.of(node) : Optional.empty();
    } catch (JacksonException noJson) {
      return Optional.empty();
    }
  }

  private void print(PrintWriter out, DeadLetterDetails details, List<Failure> failures) {
    RetryRow row = details.row();
    out.println("work      " + row.work());
    String times = row.failures() == 1 ? "once" : row.failures() + " times";
    out.println("status    " + row.status() + ", failed " + times);
    out.println("agent     " + row.agent() + " (group " + row.group() + ")");
    out.println("class     " + row.failure());
    out.println("why       " + text(row.message()));
    out.println("from      " + row.originalTopic());
    out.println("first     " + row.firstFailedAt() + ", last " + row.lastFailedAt());
    if (row.edited() != null) {
      out.println("edited    yes: other bytes are sent in place of those below");
    }
    if (row.dueAt() != null) {
      out.println("due       " + row.dueAt());
    }
    Optional.ofNullable(details.headers().get(Headers.TRACEPARENT))
        .flatMap(FailureLog::trace)
        .ifPresent(trace -> out.println("trace     " + trace));
    PLACES.stream()
        .filter(details.headers()::containsKey)
        .findFirst()
        .ifPresent(place -> out.println("sent by   " + details.headers().get(place)));
    out.println("looks like " + FailureGroup.suspect(row).advice());
    out.println("history");
    row.history().forEach(line -> out.println("  " + text(line)));
    printFailures(out, failures);
    out.println("headers");
    new TreeMap<>(headers(details))
        .forEach(
            (name, value) ->
                out.println("  " + name + ": " + value.lines().findFirst().orElse("")));
    printBody(out, details);
  }

  private void printFailures(PrintWriter out, List<Failure> failures) {
    if (failures.isEmpty()) {
      out.println("failures  none is in the log any more");
      return;
    }
    out.println("failures  in the log; after the first only what changed");
    Failure before = null;
    for (Failure failure : failures) {
      out.println("  %s  try %d".formatted(failure.at(), failure.attempt() + 1));
      change(out, "class", before == null ? "" : before.reason().name(), failure.reason().name());
      change(out, "thrown", before == null ? "" : before.exception(), failure.exception());
      change(out, "message", before == null ? "" : text(before.message()), text(failure.message()));
      change(out, "cause", before == null ? "" : before.fingerprint(), failure.fingerprint());
      if (before != null && isAlike(before, failure)) {
        out.println("    the same once more");
      }
      before = failure;
    }
  }

  private static boolean isAlike(Failure one, Failure other) {
    return one.reason() == other.reason()
        && one.exception().equals(other.exception())
        && one.message().equals(other.message())
        && one.fingerprint().equals(other.fingerprint());
  }

  private static void change(PrintWriter out, String name, String before, String now) {
    if (now.equals(before)) {
      return;
    }
    if (!before.isEmpty()) {
      out.println("  - %-8s %s".formatted(name, before.lines().findFirst().orElse("")));
    }
    out.println("  + %-8s %s".formatted(name, now.lines().findFirst().orElse("")));
  }

  private void printBody(PrintWriter out, DeadLetterDetails details) {
    byte[] value = details.value();
    Optional<JsonNode> body = body(details);
    String kept = value.length == 0 ? "gone from the log, or empty" : "kept as they came";
    out.println("value     %d bytes, %s".formatted(value.length, kept));
    if (body.isPresent()) {
      CanonicalJson.MAPPER
          .writerWithDefaultPrettyPrinter()
          .writeValueAsString(body.get())
          .lines()
          .forEach(line -> out.println("  " + line));
      if (!unmasked && Masking.isMasked(body.get().toString())) {
        out.println("          some values are masked; --unmasked shows them");
      }
    } else if (value.length > 0) {
      String start =
          new String(value, 0, Math.min(BYTES_SHOWN, value.length), StandardCharsets.ISO_8859_1);
      out.println("          " + text(start.replaceAll("\\p{Cntrl}", ".")));
    }
  }
}
