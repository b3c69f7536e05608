package io.raptorflow.bench;

import com.sun.management.OperatingSystemMXBean;
import io.raptorflow.bus.CanonicalJson;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.AppInfoParser;

/// What a campaign measured and whether its claims hold; written as one JSON file.
public final class Results {
  private final String name;
  private final Path directory;
  private final Map<String, Object> numbers = new LinkedHashMap<>();
  private final Map<String, String> broken = new LinkedHashMap<>();
  private final List<Map<String, Object>> rows = new ArrayList<>();
  private final List<Map<String, Object>> goals = new ArrayList<>();

  public Results(String name) {
    this(name, false);
  }

  /// @param quick whether less than the full size is measured, which is no result to publish and
  ///   lies elsewhere
  public Results(String name, boolean quick) {
    Size size = Size.quickIf(quick);
    this.name = name;
    this.directory = size.results();
    numbers.put("campaign", name);
    numbers.put("size", size.toString());
    numbers.put("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    numbers.put("cores", Runtime.getRuntime().availableProcessors());
    numbers.put("memory", gigabytes());
    numbers.put("java", Runtime.version().toString());
    numbers.put("kafka", AppInfoParser.getVersion());
    numbers.put("loadAtStart", load());
  }

  public void put(String what, Object value) {
    numbers.put(what, value);
  }

  public void put(String what, long value) {
    numbers.put(what, value);
  }

  /// Seconds, rates and the like, with three digits behind the point.
  public void put(String what, double value) {
    numbers.put(what, rounded(value));
  }

  /// What one competitor did in one workload: a line of the table in `RESULTS.md`.
  ///
  /// @param durability what survives which death, such as `exactly once, one broker`
  /// @param numbers values of all rounds by their name and unit, such as `steps/s`
  public void row(
      String workload, String competitor, String durability, Map<String, double[]> numbers) {
    Map<String, Object> summaries = new LinkedHashMap<>();
    numbers.forEach((name, values) -> summaries.put(name, summary(values)));
    rows.add(
        Map.of(
            "workload", workload,
            "competitor", competitor,
            "durability", durability,
            "numbers", summaries));
  }

  /// A goal, which is a ratio between two numbers of this run; to miss it is a finding and no
  /// failure of the campaign.
  ///
  /// @param atMost whether the ratio must not be above the bound; else it must not be below it
  public void goal(String workload, String goal, double ratio, double bound, boolean atMost) {
    goals.add(
        Map.of(
            "workload",
            workload,
            "goal",
            goal,
            "ratio",
            rounded(ratio),
            "bound",
            (atMost ? "at most " : "at least ") + bound,
            "met",
            atMost ? ratio <= bound : ratio >= bound));
  }

  private static Map<String, Object> summary(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("median", rounded(median(values)));
    summary.put("low", rounded(sorted[0]));
    summary.put("high", rounded(sorted[sorted.length - 1]));
    summary.put("rounds", Arrays.stream(values).map(Results::rounded).boxed().toList());
    return summary;
  }

  private static double rounded(double value) {
    return Math.round(value * 1e6) / 1e6;
  }

  /// A claim that must hold.
  public void require(String claim, long expected, long was) {
    numbers.put(claim, was);
    if (expected != was) {
      broken.put(claim, "should be " + expected + ", was " + was);
    }
  }

  public void require(String claim, boolean holds, Object seen) {
    numbers.put(claim, seen);
    if (!holds) {
      broken.put(claim, "was " + seen);
    }
  }

  /// Writes the file and prints the verdict.
  ///
  /// @return exit code
  public int conclude() throws IOException {
    numbers.put("loadAtEnd", load());
    if (!rows.isEmpty()) {
      numbers.put("rows", rows);
      numbers.put("goals", goals);
    }
    numbers.put("verdict", broken.isEmpty() ? "holds" : broken);
    Files.createDirectories(directory);
    String at = String.valueOf(numbers.get("at")).replaceAll("[-:]", "");
    Path file = directory.resolve(name + "-" + at + ".json");
    String json = CanonicalJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(numbers);
    Files.writeString(file, json + System.lineSeparator());
    System.out.println(json);
    System.out.println(
        broken.isEmpty() ? name + ": every claim holds" : name + ": BROKEN " + broken);
    System.out.println("raw numbers: " + file);
    return broken.isEmpty() ? 0 : 1;
  }

  /// The value in the middle, the upper one of two; NaN of none.
  public static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /// A share of sorted values, such as 0.99.
  public static double percentile(long[] values, double share) {
    if (values.length == 0) {
      return 0;
    }
    long[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.min(sorted.length - 1L, Math.round(share * (sorted.length - 1)))];
  }

  /// Memory of the machine, in whole GB.
  private static long gigabytes() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getTotalMemorySize() >> 30
        : -1;
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }
}
