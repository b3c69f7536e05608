package io.raptorflow.bench.chaos;

import io.raptorflow.bus.CanonicalJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// `campaigns.jsonl`: the verdict of every campaign that was run, with its seed.
final class Ledger {
  private final Path file;

  Ledger(Path directory) throws IOException {
    Files.createDirectories(directory);
    this.file = directory.resolve("campaigns.jsonl");
  }

  void add(Campaign.Plan plan, JsonNode verdict) throws IOException {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    line.put("seed", plan.seed());
    line.put("seconds", plan.time().toSeconds());
    line.put("tasksPerSecond", plan.perSecond());
    line.put("verdict", verdict);
    Files.writeString(
        file,
        CanonicalJson.MAPPER.writeValueAsString(line) + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
