package io.raptorflow.guild.muse;

import io.raptorflow.agent.TaskInputs;
import io.raptorflow.campaign.BrandBrief;
import io.raptorflow.campaign.BriefReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Briefs of invented brands, as tests read them.
final class Briefs {
  static final List<String> NAMES = List.of("tarnwell", "quillstack", "pellwick", "harrowfinch");

  private Briefs() {}

  static String json(String name) {
    return resource("/briefs/" + name + ".json");
  }

  static String resource(String path) {
    try (InputStream file = Briefs.class.getResourceAsStream(path)) {
      return new String(Objects.requireNonNull(file, path).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static BrandBrief read(String json) {
    BriefReader.Reading reading = BriefReader.read(json);
    BrandBrief brief = reading.brief();
    if (brief == null) {
      throw new AssertionError("brief has problems: " + reading.problems());
    }
    return brief;
  }

  static TaskInputs task(String name, long seed) {
    return task(read(json(name)), seed, List.of());
  }

  static TaskInputs task(BrandBrief brief, long seed, List<String> notes) {
    return new TaskInputs(
        brief,
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        notes,
        Instant.parse("2026-11-20T00:00:00Z"),
        seed);
  }
}
