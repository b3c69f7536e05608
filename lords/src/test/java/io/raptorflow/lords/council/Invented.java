package io.raptorflow.lords.council;

import io.raptorflow.agent.Computation;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.bus.CanonicalJson;
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
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Briefs of fictitious brands, and tasks about them.
final class Invented {
  static final List<String> BRANDS =
      List.of("brindlecote", "fernhaul", "lanternquay", "nordkettle", "tarnwell", "quillstack");
  static final Instant ASKED = Instant.parse("2026-11-20T08:00:00Z");

  private Invented() {}

  static BrandBrief brief(String brand) {
    return brief(brand, text -> text);
  }

  static BrandBrief brief(String brand, UnaryOperator<String> change) {
    BriefReader.Reading reading = BriefReader.read(change.apply(text(brand)));
    return Objects.requireNonNull(reading.brief(), () -> reading.problems().toString());
  }

  private static String text(String brand) {
    String file = "/briefs/" + brand + ".json";
    try (InputStream in = Objects.requireNonNull(Invented.class.getResourceAsStream(file), file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /// A task with documents given as JSON by name.
  static TaskInputs task(@Nullable BrandBrief brief, Map<String, String> documents) {
    return task(brief, documents, ASKED);
  }

  static TaskInputs task(@Nullable BrandBrief brief, Map<String, String> documents, Instant asked) {
    Map<String, JsonNode> read = new TreeMap<>();
    documents.forEach((name, json) -> read.put(name, CanonicalJson.read(json)));
    return new TaskInputs(brief, read, Map.of(), Map.of(), Map.of(), List.of(), asked, 7);
  }

  static Strategy strategy(String brand) {
    return strategy(brief(brand));
  }

  static Strategy strategy(BrandBrief brief) {
    return CanonicalJson.MAPPER.treeToValue(
        new StrategyComposer().compose(task(brief, Map.of())), Strategy.class);
  }

  /// The output of an agent that must have answered.
  static <T> T answer(Computation.Result result, Class<T> type) {
    return type.cast(answered(result).output());
  }

  static Computation.Answered answered(Computation.Result result) {
    return (Computation.Answered) result;
  }
}
