package io.raptorflow.bench;

import io.raptorflow.bench.Measured.Competitor;
import io.raptorflow.bench.Measured.Goal;
import io.raptorflow.bench.Measured.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `raptor bench table`: draws tables and charts from what lies in `bench/results`.
@Command(
    name = "table",
    description =
        "Draws the tables in bench/RESULTS.md and bench/charts from the newest result of each"
            + " workload; runs nothing.")
final class TableCommand implements Callable<Integer> {
  private static final String BEGIN = "<!-- drawn by ./raptor bench table: begin -->";
  private static final String END = "<!-- drawn by ./raptor bench table: end -->";

  /// What each workload is, for the reader of a table.
  private static final Map<String, String> TITLES =
      Map.ofEntries(
          Map.entry("W1", "slow works: 20,000, the model takes 1 s, 2,000 at once"),
          Map.entry("W2", "a long tail: 20,000 works, 95 % take 50 ms, 5 % take 6 s"),
          Map.entry("W3", "works of no time: 500,000"),
          Map.entry("W4", "a run of six steps of no time, durable"),
          Map.entry("W5", "runs of six steps of 100 ms"),
          Map.entry("W6", "a step that fans out to 87"),
          Map.entry("W7", "a small workspace that comes after 50,000 works of a large one"),
          Map.entry("W9", "works that fail ten times each, with backoff"),
          Map.entry("W11", "a pipeline beside the raw broker"),
          Map.entry("W12", "a swarm with nothing to do"),
          Map.entry("H", "runs of four waves, a model of 1 s"),
          Map.entry("S", "from the start to all assigned"));

  @Option(names = "--quick", description = "The tables of quick runs, in bench/target/quick.")
  private boolean quick;

  @Override
  public Integer call() throws IOException {
    draw(quick ? Size.QUICK : Size.FULL);
    return 0;
  }

  /// Draws tables and charts of one size.
  static void draw(Size size) throws IOException {
    List<Measured> all = Measured.newest(size.results());
    Path document = size.document();
    Path charts = document.resolveSibling("charts");
    Files.createDirectories(charts);
    for (Measured measured : all) {
      Files.writeString(charts.resolve(measured.chart()), Chart.of(measured, title(measured)));
    }
    String known = Files.exists(document) ? Files.readString(document) : "";
    Files.writeString(document, placed(known, text(all)));
    System.out.println(all.size() + " workloads drawn in " + Bench.home().relativize(document));
  }

  /// Puts the tables between their marks, and leaves all else as people wrote it.
  private static String placed(String document, String tables) {
    String drawn = BEGIN + "\n\n" + tables + "\n" + END;
    int from = document.indexOf(BEGIN);
    int to = document.indexOf(END);
    if (from < 0 || to < from) {
      return document + drawn + "\n";
    }
    return document.substring(0, from) + drawn + document.substring(to + END.length());
  }

  private static String text(List<Measured> all) {
    if (all.isEmpty()) {
      return "No full run was published yet.\n";
    }
    List<String> lines = new ArrayList<>();
    lines.add("### Goals");
    lines.add("");
    lines.add("| workload | goal | ratio | bound | |");
    lines.add("|---|---|---|---|---|");
    for (Measured measured : all) {
      for (Goal goal : measured.goals()) {
        lines.add(
            "| %s | %s | %s | %s | %s |"
                .formatted(
                    measured.workload(),
                    goal.text(),
                    Figures.of(goal.ratio()),
                    goal.bound(),
                    goal.met() ? "met" : "**missed**"));
      }
    }
    all.forEach(measured -> section(measured, lines));
    return String.join("\n", lines) + "\n";
  }

  private static void section(Measured measured, List<String> lines) {
    List<String> numbers = measured.numbers();
    lines.add("");
    lines.add("### %s: %s".formatted(measured.code(), title(measured)));
    lines.add("");
    lines.add("| competitor | durability | " + String.join(" | ", numbers) + " |");
    lines.add("|---|---|" + "---|".repeat(numbers.size()));
    for (Competitor competitor : measured.competitors()) {
      List<String> cells = new ArrayList<>();
      cells.add(Chart.isOurs(competitor) ? "**" + competitor.name() + "**" : competitor.name());
      cells.add(competitor.durability());
      for (String number : numbers) {
        Summary summary = competitor.numbers().get(number);
        cells.add(summary == null ? "" : Figures.of(summary));
      }
      lines.add("| " + String.join(" | ", cells) + " |");
    }
    lines.add("");
    lines.add(
        "![%s](charts/%s)".formatted(measured.code() + ": " + title(measured), measured.chart()));
    lines.add("");
    lines.add(ground(measured));
  }

  private static String ground(Measured measured) {
    var ground = measured.ground();
    return "%s, %d cores, %s GB, Java %s, Kafka %s; load average %s at the start, %s at the end. `%s`. Again: `./raptor bench %s`."
        .formatted(
            ground.path("at").asString(),
            ground.path("cores").asInt(),
            ground.has("memory") ? ground.path("memory").asString() : "?",
            ground.path("java").asString(),
            ground.path("kafka").asString(),
            Figures.of(ground.path("loadAtStart").asDouble()),
            Figures.of(ground.path("loadAtEnd").asDouble()),
            measured.file(),
            ground.path("repeat").asString(ground.path("campaign").asString()));
  }

  private static String title(Measured measured) {
    return TITLES.getOrDefault(measured.code(), "") + measured.size();
  }
}
