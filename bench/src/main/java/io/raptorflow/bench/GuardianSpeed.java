package io.raptorflow.bench;

import io.raptorflow.agent.Computation;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.campaign.BrandBrief;
import io.raptorflow.campaign.BriefReader;
import io.raptorflow.guild.guardian.computed.Guardians;
import io.raptorflow.guild.guardian.output.Review;
import io.raptorflow.guild.guardian.rules.PackShelf;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `raptor bench guardian`: assets through all packs of all ten Guardians, one at a time on one
/// thread. The assets are those of the guild's own tests, over and over, each with its brief.
@Command(name = "guardian", description = "Assets through all rule packs: rate, p99, memory.")
final class GuardianSpeed implements Callable<Integer> {
  private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");
  private static final long GROWTH_BYTES_MAX = 16L * 1024 * 1024;

  @Option(names = "--items", description = "Assets (default: ${DEFAULT-VALUE}).")
  private int items = 10_000;

  private final Map<String, BrandBrief> briefs = new HashMap<>();

  @Override
  public Integer call() throws IOException {
    Results results = new Results("guardian");
    List<JsonNode> samples = samples();
    Collection<Computation> guardians = Guardians.of(PackShelf.shipped()).values();
    for (JsonNode sample : samples) {
      check(guardians, sample, 0);
    }
    long[] micros = new long[items];
    long findings = 0;
    long early = heap();
    long begun = System.nanoTime();
    long pauses = 0;
    long halfway = 0;
    for (int i = 0; i < items; i++) {
      long start = System.nanoTime();
      findings += check(guardians, samples.get(i % samples.size()), i);
      micros[i] = (System.nanoTime() - start) / 1_000;
      if (i == items / 2) {
        long looked = System.nanoTime();
        halfway = heap();
        pauses = System.nanoTime() - looked;
      }
    }
    double seconds = (System.nanoTime() - begun - pauses) / 1e9;
    long late = heap();
    Arrays.sort(micros);
    results.put("assets", items);
    results.put("samples", samples.size());
    results.put("packs", PackShelf.shipped().packs().size());
    results.put("findings", findings);
    results.put("seconds", seconds);
    results.put("assets per second", items / seconds);
    results.put("p50 ms", Results.percentile(micros, 0.5) / 1_000);
    results.put("p99 ms", Results.percentile(micros, 0.99) / 1_000);
    results.put("max ms", micros[items - 1] / 1_000.0);
    results.put("heap after warm-up, MB", early / 1e6);
    results.put("heap halfway, MB", halfway / 1e6);
    results.put("heap at the end, MB", late / 1e6);
    results.require("memory is flat", late - early < GROWTH_BYTES_MAX, late - early);
    return results.conclude();
  }

  private int check(Collection<Computation> guardians, JsonNode sample, int number) {
    ObjectNode asset = ((ObjectNode) sample).deepCopy();
    asset.put("id", "asset-" + number);
    BrandBrief brief = briefs.get(sample.path("brand").asString());
    TaskInputs inputs =
        new TaskInputs(
            brief,
            Map.of("assets", CanonicalJson.MAPPER.createArrayNode().add(asset)),
            Map.of(),
            Map.of(),
            Map.of(),
            List.of(),
            NOW,
            1);
    int findings = 0;
    for (Computation guardian : guardians) {
      switch (guardian.compute(inputs)) {
        case Computation.Answered answered ->
            findings += ((Review) answered.output()).findings().size();
        case Computation.Refused refused -> throw new IllegalStateException(refused.toString());
      }
    }
    return findings;
  }

  private List<JsonNode> samples() throws IOException {
    Path test = Bench.home().resolve("guilds/guardian/src/test/resources");
    brief(test.resolve("vectors/tarnwell.json"));
    brief(test.resolve("vectors/quillstack.json"));
    try (Stream<Path> files = Files.list(test.resolve("assets/briefs"))) {
      for (Path file : files.toList()) {
        brief(file);
      }
    }
    List<JsonNode> samples = new ArrayList<>();
    try (Stream<Path> files = Files.list(test.resolve("assets"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        CanonicalJson.read(Files.readString(file)).path("items").forEach(samples::add);
      }
    }
    return samples;
  }

  private void brief(Path file) throws IOException {
    BriefReader.Reading reading = BriefReader.read(Files.readString(file));
    BrandBrief brief =
        Objects.requireNonNull(reading.brief(), () -> file + " " + reading.problems());
    briefs.put(brief.brand().id(), brief);
  }

  /// Live heap after a full collection.
  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
