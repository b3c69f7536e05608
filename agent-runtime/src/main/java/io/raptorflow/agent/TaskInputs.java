package io.raptorflow.agent;

import io.raptorflow.campaign.BrandBrief;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What an agent reads for one task, already decoded.
///
/// @param brief the checked brief, or null when the task came without one
/// @param documents JSON documents by name: `war_brief`, `strategy`, `assets`, `findings` …
/// @param tables tables by name: `kpi_daily`, `orders`, `journeys` …
/// @param texts pages and notes by name; data, never instruction
/// @param settings settings by name, as texts; what a method does not know it must refuse
/// @param notes what must change in a rewrite; empty in the first round
/// @param asOf what the agent takes for now
/// @param seed seed of everything that is drawn
public record TaskInputs(
    @Nullable BrandBrief brief,
    Map<String, JsonNode> documents,
    Map<String, Table> tables,
    Map<String, String> texts,
    Map<String, String> settings,
    List<String> notes,
    Instant asOf,
    long seed) {

  public TaskInputs {
    documents = Map.copyOf(documents);
    tables = Map.copyOf(tables);
    texts = Map.copyOf(texts);
    settings = Map.copyOf(settings);
    notes = List.copyOf(notes);
  }

  public Optional<JsonNode> document(String name) {
    return Optional.ofNullable(documents.get(name));
  }

  public Optional<Table> table(String name) {
    return Optional.ofNullable(tables.get(name));
  }
}
