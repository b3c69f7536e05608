package io.raptorflow.standalone.cli;

import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.dlq.AuditTrail;
import io.raptorflow.dlq.AuditTrail.Entry;
import io.raptorflow.dlq.AuditTrail.Item;
import io.raptorflow.dlq.AuditTrail.Kind;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `raptor dlq audit`: who did what, when and why, and what became of it.
@Command(
    name = "audit",
    description = "Says who did what, when and why, and what became of it, the last act first.",
    footer = {
      "",
      "With --job each work of the job is listed with its result; --jsonl makes a file of them.",
      "Acts are kept for 400 days. Exit codes: 0 done, 2 nothing matched or wrong usage."
    })
final class DlqAudit implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private DataOption data = new DataOption();

  @Option(names = "--by", paramLabel = "NAME", description = "Only what this operator did.")
  private @Nullable String by;

  @Option(
      names = "--since",
      paramLabel = "SPAN",
      converter = SpanConverter.class,
      description = "Only what was done in this time, for example 24h.")
  private @Nullable Duration since;

  @Option(names = "--job", paramLabel = "JOB", description = "One job, work by work.")
  private @Nullable UUID job;

  @Option(names = "--json", description = "One JSON array.")
  private boolean json;

  @Option(names = "--jsonl", description = "A JSON object a line: an act, or with --job a work.")
  private boolean jsonl;

  @Override
  public Integer call() {
    try (Bus bus = data.connect()) {
      Instant from = since == null ? Instant.MIN : bus.time().instant().minus(since);
      List<Entry> entries =
          AuditTrail.read(bus).entries().reversed().stream()
              .filter(entry -> by == null || entry.by().equals(by))
              .filter(entry -> !entry.at().isBefore(from))
              .filter(entry -> job == null || entry.id().equals(job))
              .toList();
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(CanonicalJson.write(entries.stream().map(this::whole).toList()));
      } else if (jsonl) {
        entries.forEach(entry -> lines(out, entry));
      } else if (entries.isEmpty()) {
        out.println("no act of an operator matches");
      } else {
        entries.forEach(entry -> print(out, entry));
      }
      out.flush();
      return entries.isEmpty() ? ExitCode.USAGE : ExitCode.OK;
    }
  }

  private Map<String, Object> whole(Entry entry) {
    Map<String, Object> whole = new LinkedHashMap<>();
    whole.put("at", entry.at());
    whole.put("by", entry.by());
    whole.put("kind", entry.kind());
    whole.put("id", entry.id());
    whole.put("what", entry.what());
    whole.put("why", entry.why());
    whole.put("filter", entry.filter());
    whole.put("plan", entry.plan());
    whole.put("works", entry.items().size());
    whole.put("results", entry.results());
    if (job != null || entry.kind() == Kind.COMMAND) {
      whole.put("items", entry.items().stream().map(DlqAudit::item).toList());
    }
    return whole;
  }

  private void lines(PrintWriter out, Entry entry) {
    if (job == null) {
      out.println(CanonicalJson.write(whole(entry)));
    } else if (entry.kind() == Kind.JOB) {
      entry.items().forEach(item -> out.println(CanonicalJson.write(item(item))));
    }
  }

  private static Map<String, Object> item(Item item) {
    Map<String, Object> whole = new LinkedHashMap<>();
    whole.put("work", item.work().toString());
    whole.put("result", item.result());
    whole.put("note", DlqText.oneLine(item.note()));
    if (item.at() != null) {
      whole.put("at", item.at());
    }
    return whole;
  }

  private void print(PrintWriter out, Entry entry) {
    String verb = entry.what().toLowerCase(Locale.ROOT);
    String works = entry.items().size() + (entry.items().size() == 1 ? " work" : " works");
    out.println(
        "%s  %s  %s"
            .formatted(
                entry.at(),
                entry.by(),
                switch (entry.kind()) {
                  case PROPOSAL ->
                      "looked what it would be to %s %s; nothing was changed"
                          .formatted(verb.isEmpty() ? "change" : verb, works);
                  case JOB -> "ordered job %s: %s %s".formatted(entry.id(), verb, works);
                  case STEERING -> "said %s to job %s".formatted(verb, entry.id());
                  case COMMAND -> "ordered: %s %s".formatted(verb, entry.items().getFirst().work());
                }));
    field(out, "why", entry.why());
    field(out, "filter", entry.filter());
    field(out, "plan", entry.plan());
    if (entry.kind() == Kind.JOB || entry.kind() == Kind.COMMAND) {
      field(out, "result", results(entry));
    }
    if (job != null && entry.kind() == Kind.JOB) {
      entry
          .items()
          .forEach(
              item ->
                  out.println(
                      "   %s  %-12s  %s"
                          .formatted(item.work(), item.result(), DlqText.line(item.note()))));
    }
  }

  private static String results(Entry entry) {
    String counts =
        entry.results().entrySet().stream()
            .map(
                count ->
                    switch (count.getKey()) {
                      case UNTOUCHED -> count.getValue() + " as they were";
                      case OPEN -> count.getValue() + " without outcome so far";
                      case DONE -> count.getValue() + " done";
                      case FAILED_AGAIN -> count.getValue() + " failed again";
                      case REFUSED -> count.getValue() + " refused";
                    })
            .collect(Collectors.joining(", "));
    return entry.kind() == Kind.COMMAND && !entry.items().getFirst().note().isEmpty()
        ? counts + ": " + DlqText.oneLine(entry.items().getFirst().note())
        : counts;
  }

  private static void field(PrintWriter out, String name, String text) {
    if (!text.isBlank()) {
      out.println("   %-7s %s".formatted(name, text));
    }
  }
}
