package io.raptorflow.bench.chaos;

import io.raptorflow.bus.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// What is kept of campaigns: `campaigns.jsonl`, the verdict of each with its seed;
/// `planted-bugs.json`, what became of each planted bug; and a page that adds them up.
final class Ledger {
  private final Path campaigns;
  private final Path bugs;
  private final Path page;

  Ledger(Path directory) throws IOException {
    Files.createDirectories(directory);
    this.campaigns = directory.resolve("campaigns.jsonl");
    this.bugs = directory.resolve("planted-bugs.json");
    this.page = directory.resolve("README.md");
  }

  void add(Campaign.Plan plan, JsonNode verdict) throws IOException {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    line.put("seed", plan.seed());
    line.put("seconds", plan.time().toSeconds());
    line.put("tasksPerSecond", plan.perSecond());
    line.put("dense", plan.dense());
    line.put("verdict", verdict);
    Files.writeString(
        campaigns,
        CanonicalJson.MAPPER.writeValueAsString(line) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    draw();
  }

  /// Notes what became of a planted bug, in place of what was known of it.
  void add(String bug, boolean asExpected, long seed, Set<String> broken) throws IOException {
    Map<String, Object> found = new TreeMap<>(bugs());
    found.put(bug, Map.of("asExpected", asExpected, "seed", seed, "broken", broken));
    Files.writeString(
        bugs,
        CanonicalJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(found) + "\n");
    draw();
  }

  void draw() throws IOException {
    Files.writeString(page, new Standing(campaigns(), bugs()).page());
  }

  private List<JsonNode> campaigns() throws IOException {
    return Files.exists(campaigns)
        ? Files.readAllLines(campaigns).stream().map(CanonicalJson::read).toList()
        : List.of();
  }

  private Map<String, JsonNode> bugs() throws IOException {
    Map<String, JsonNode> found = new TreeMap<>();
    if (Files.exists(bugs)) {
      CanonicalJson.read(Files.readString(bugs))
          .properties()
          .forEach(known -> found.put(known.getKey(), known.getValue()));
    }
    return found;
  }
}
