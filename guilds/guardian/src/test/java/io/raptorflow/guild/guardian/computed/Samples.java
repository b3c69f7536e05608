package io.raptorflow.guild.guardian.computed;

import io.raptorflow.agent.Computation;
import io.raptorflow.agent.Computation.Answered;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.campaign.BrandBrief;
import io.raptorflow.campaign.BriefReader;
import io.raptorflow.campaign.Finding;
import io.raptorflow.guild.guardian.output.Review;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Briefs of fictitious companies, small assets, published vectors.
final class Samples {
  static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");

  private Samples() {}

  static String text(String file) {
    try (InputStream in =
        Objects.requireNonNull(Samples.class.getResourceAsStream("/vectors/" + file), file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  static JsonNode vector(String name) {
    return CanonicalJson.read(text("test-vectors.json")).path(name);
  }

  static BrandBrief brief(String name) {
    return brief(name, text -> text);
  }

  static BrandBrief brief(String name, UnaryOperator<String> change) {
    BriefReader.Reading reading = BriefReader.read(change.apply(text(name + ".json")));
    return Objects.requireNonNull(reading.brief(), () -> reading.problems().toString());
  }

  static TaskInputs inputs(@Nullable BrandBrief brief, JsonNode assets, Instant asOf) {
    return new TaskInputs(
        brief, Map.of("assets", assets), Map.of(), Map.of(), Map.of(), List.of(), asOf, 7);
  }

  /// One asset of a type with its fields as JSON.
  static JsonNode asset(String brand, String type, String locale, String fields) {
    return CanonicalJson.read(
        "[{\"id\":\"a\",\"brand\":\"%s\",\"type\":\"%s\",\"locale\":\"%s\",\"fields\":%s}]"
            .formatted(brand, type, locale, fields));
  }

  static Review review(Computation guardian, @Nullable BrandBrief brief, JsonNode assets) {
    return (Review) ((Answered) guardian.compute(inputs(brief, assets, NOW))).output();
  }

  static List<String> rules(Review review) {
    return review.findings().stream().map(Finding::rule).distinct().sorted().toList();
  }
}
