package io.raptorflow.standalone.cli;

import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.tables.Imported;
import io.raptorflow.tables.TableImport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `raptor import`: shows what is understood of an export before anything is used.
@Command(
    name = "import",
    description = "Shows what is understood of an export file; writes the table with --out.",
    footer = {
      "",
      "Reads exports of Google Ads, Meta, LinkedIn, TikTok, Search Console, GA4, Semrush, Ahrefs,",
      "Keyword Planner, Trends and HubSpot, and tables of our own schema. Nothing leaves this",
      "machine.",
      "",
      "Examples:",
      "  raptor import google_ads_campaign.csv --brand tarnwell",
      "  raptor import exports/*.csv --out tables",
      "",
      "Exit codes: 0 all rows read, 2 wrong usage, 3 some rows not read, 4 a file was refused."
    })
final class ImportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files as they were downloaded.")
  private List<Path> files = new ArrayList<>();

  @Option(names = "--brand", paramLabel = "ID", description = "Brand of the rows.")
  private String brand = "";

  @Option(
      names = "--currency",
      paramLabel = "CODE",
      description = "Currency of files that name none.")
  private String currency = "";

  @Option(names = "--out", paramLabel = "DIR", description = "Writes each table as CSV here.")
  private @Nullable Path out;

  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "Rows shown of each table (default: ${DEFAULT-VALUE}).")
  private int shown = 3;

  @Option(
      names = "--problems",
      paramLabel = "N",
      description = "Unread rows shown of each file (default: ${DEFAULT-VALUE}).")
  private int problemsShown = 20;

  @Option(names = "--json", description = "Prints one JSON object for each file.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    TableImport reader = new TableImport(brand, currency);
    int code = ExitCode.OK;
    for (Path file : files) {
      Imported imported = reader.read(file);
      if (json) {
        spec.commandLine().getOut().println(CanonicalJson.write(report(imported)));
      } else {
        print(imported);
      }
      code = Math.max(code, code(imported));
      if (out != null && imported instanceof Imported.Understood understood) {
        Files.createDirectories(out);
        String base = understood.file().replaceAll("\\.[A-Za-z0-9]+$", "");
        Path target = out.resolve(base + "." + understood.table() + ".csv");
        Files.writeString(target, understood.csv());
        spec.commandLine().getErr().println("written: " + target);
      }
    }
    spec.commandLine().getOut().flush();
    return code;
  }

  private static int code(Imported imported) {
    return switch (imported) {
      case Imported.Refused _ -> ExitCode.REFUSED;
      case Imported.Understood understood ->
          understood.unread().isEmpty() ? ExitCode.OK : ExitCode.PARTIAL;
    };
  }

  private void print(Imported imported) {
    PrintWriter screen = spec.commandLine().getOut();
    switch (imported) {
      case Imported.Refused refused -> {
        screen.println(refused.file());
        refused.reasons().forEach(reason -> screen.println("  refused: " + reason));
      }
      case Imported.Understood understood -> {
        screen.println(understood.file());
        screen.println(
            "  %s, %s, header in line %d"
                .formatted(understood.layout(), understood.encoding(), understood.headerLine()));
        screen.println(
            "  becomes table %s: %d rows, columns %s"
                .formatted(
                    understood.table(),
                    understood.rows().size(),
                    String.join(", ", understood.columns())));
        understood.notes().forEach(note -> screen.println("  · " + note));
        understood.unread().stream()
            .limit(problemsShown)
            .forEach(problem -> screen.println("  ! " + understood.file() + ", " + problem));
        if (understood.unread().size() > problemsShown) {
          screen.println(
              "  ! and %d more; --problems shows them"
                  .formatted(understood.unread().size() - problemsShown));
        }
        understood.rows().stream()
            .limit(shown)
            .forEach(row -> screen.println("  > " + String.join(" | ", row)));
      }
    }
  }

  private static Map<String, Object> report(Imported imported) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("file", imported.file());
    switch (imported) {
      case Imported.Refused refused -> report.put("refused", refused.reasons());
      case Imported.Understood understood -> {
        report.put("layout", understood.layout());
        report.put("table", understood.table());
        report.put("encoding", understood.encoding());
        report.put("headerLine", understood.headerLine());
        report.put("columns", understood.columns());
        report.put("rows", understood.rows());
        report.put("notes", understood.notes());
        report.put("unread", understood.unread());
        report.put("sha256", understood.hash());
      }
    }
    return report;
  }
}
