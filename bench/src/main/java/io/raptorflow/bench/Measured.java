package io.raptorflow.bench;

import io.raptorflow.bus.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// The newest result of one workload, as its campaign left it.
///
/// @param workload such as `W1`, or `W4, 100 at once` where one has several sizes
/// @param file the file that it was read from
/// @param ground date, cores and versions
record Measured(
    String workload, String file, JsonNode ground, List<Competitor> competitors, List<Goal> goals) {

  /// Workloads in the order of their numbers, then those with letters alone.
  private static final Comparator<String> BY_NUMBER =
      Comparator.comparingInt(Measured::number).thenComparing(Comparator.naturalOrder());

  Measured {
    competitors = List.copyOf(competitors);
    goals = List.copyOf(goals);
  }

  /// One line of the table.
  ///
  /// @param numbers what was measured, by name and unit
  record Competitor(String name, String durability, Map<String, Summary> numbers) {}

  /// All rounds of one number.
  record Summary(double median, double low, double high) {}

  /// What was aimed for.
  record Goal(String text, double ratio, String bound, boolean met) {}

  /// The newest result of each workload that lies in a directory.
  static List<Measured> newest(Path directory) throws IOException {
    Map<String, Measured> found = new TreeMap<>(BY_NUMBER);
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    List<JsonNode> results = new ArrayList<>();
    Map<JsonNode, String> names = new java.util.IdentityHashMap<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".json")).toList()) {
        JsonNode result = CanonicalJson.read(Files.readString(file));
        if (result.has("rows")) {
          results.add(result);
          names.put(result, String.valueOf(file.getFileName()));
        }
      }
    }
    results.sort(Comparator.comparing(result -> result.path("at").asString()));
    for (JsonNode result : results) {
      for (String workload : workloads(result)) {
        found.put(workload, of(workload, names.getOrDefault(result, ""), result));
      }
    }
    return List.copyOf(found.values());
  }

  /// The workload without its size.
  String code() {
    return workload.replaceFirst(",.*", "");
  }

  /// The size of the workload with a comma before it; empty where it has one only.
  String size() {
    return workload.substring(code().length());
  }

  /// Name of its chart's file.
  String chart() {
    return workload.replaceAll("\\W+", "-") + ".svg";
  }

  /// The numbers of its competitors.
  List<String> numbers() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    competitors.forEach(
        one -> one.numbers().keySet().forEach(name -> counts.merge(name, 1, Integer::sum)));
    return List.copyOf(counts.keySet());
  }

  private static Measured of(String workload, String file, JsonNode result) {
    List<Competitor> competitors = new ArrayList<>();
    for (JsonNode row : result.path("rows")) {
      if (row.path("workload").asString().equals(workload)) {
        competitors.add(
            new Competitor(
                row.path("competitor").asString(),
                row.path("durability").asString(),
                summaries(row.path("numbers"))));
      }
    }
    List<Goal> goals = new ArrayList<>();
    for (JsonNode goal : result.path("goals")) {
      if (goal.path("workload").asString().equals(workload)) {
        goals.add(
            new Goal(
                goal.path("goal").asString(),
                goal.path("ratio").asDouble(),
                goal.path("bound").asString(),
                goal.path("met").asBoolean()));
      }
    }
    return new Measured(workload, file, result, competitors, goals);
  }

  private static Map<String, Summary> summaries(JsonNode numbers) {
    Map<String, Summary> summaries = new LinkedHashMap<>();
    numbers
        .properties()
        .forEach(
            number ->
                summaries.put(
                    number.getKey(),
                    new Summary(
                        number.getValue().path("median").asDouble(),
                        number.getValue().path("low").asDouble(),
                        number.getValue().path("high").asDouble())));
    return summaries;
  }

  private static List<String> workloads(JsonNode result) {
    List<String> workloads = new ArrayList<>();
    for (JsonNode row : result.path("rows")) {
      String workload = row.path("workload").asString();
      if (!workloads.contains(workload)) {
        workloads.add(workload);
      }
    }
    return workloads;
  }

  private static int number(String workload) {
    String digits = workload.replaceFirst(",.*", "").replaceAll("\\D", "");
    return digits.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(digits);
  }
}
