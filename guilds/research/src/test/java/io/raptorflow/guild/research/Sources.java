package io.raptorflow.guild.research;

import io.raptorflow.agent.Composer;
import io.raptorflow.agent.Deliverable;
import io.raptorflow.agent.Table;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.campaign.BrandBrief;
import io.raptorflow.campaign.BriefReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/// Sources of invented brands, as tests read them.
final class Sources {
  static final Table ORDERS = Table.csv("orders", resource("/orders.csv"));
  static final Table KPI =
      Table.csv(
          "kpi_daily",
          """
          date,brand_id,channel,cost,conversions,revenue,currency
          2026-03-01,tarnwell,email,10,20,900,GBP
          2026-03-01,tarnwell,google_search,800,20,2300,GBP
          2026-03-02,tarnwell,email,30,20,900,GBP
          2026-03-02,tarnwell,meta,990,11,400,GBP
          2026-03-02,someone-else,meta,5,1,1,GBP
          """);
  static final Table MARKET =
      Table.csv(
          "market_figures",
          """
          figure,low,base,high,unit,source
          buyers,100000,120000,150000,households,survey 2026 p. 4
          spend_per_buyer,200,250,300,GBP a year,survey 2026 p. 9
          sam_share,0.2,0.3,0.4,,postcode count
          som_share,0.01,0.02,0.05,,own plan
          """);

  private Sources() {}

  static String resource(String path) {
    try (InputStream file = Sources.class.getResourceAsStream(path)) {
      return new String(Objects.requireNonNull(file, path).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static BrandBrief brief(String name) {
    return read(resource("/briefs/" + name + ".json"));
  }

  static BrandBrief read(String json) {
    BriefReader.Reading reading = BriefReader.read(json);
    return Objects.requireNonNull(reading.brief(), () -> "problems: " + reading.problems());
  }

  static TaskInputs task(BrandBrief brief, Map<String, Table> tables, Map<String, String> texts) {
    return new TaskInputs(
        brief,
        Map.of(),
        tables,
        texts,
        Map.of(),
        java.util.List.of(),
        Instant.parse("2026-11-01T00:00:00Z"),
        1);
  }

  static Composer composer(String output) {
    return ResearchGuild.kit().composers().stream()
        .filter(c -> c.output().equals(output))
        .findFirst()
        .orElseThrow();
  }

  static <T> T written(Class<T> type, TaskInputs inputs) {
    return CanonicalJson.MAPPER.treeToValue(composer(type.getSimpleName()).compose(inputs), type);
  }

  static Deliverable report(Composer composer, TaskInputs inputs) {
    Class<? extends Record> type =
        ResearchGuild.kit().outputs().stream()
            .filter(t -> t.getSimpleName().equals(composer.output()))
            .findFirst()
            .orElseThrow();
    return (Deliverable) CanonicalJson.MAPPER.treeToValue(composer.compose(inputs), type);
  }

  /// The task of the war brief: the same sources plus what the other four wrote about them.
  static TaskInputs withReports(TaskInputs inputs) {
    Map<String, JsonNode> documents = new LinkedHashMap<>();
    documents.put("market_report", composer("MarketReport").compose(inputs));
    documents.put("competitor_report", composer("CompetitorReport").compose(inputs));
    documents.put("persona_set", composer("PersonaSet").compose(inputs));
    documents.put("pricing_report", composer("PricingReport").compose(inputs));
    return new TaskInputs(
        inputs.brief(),
        documents,
        inputs.tables(),
        inputs.texts(),
        inputs.settings(),
        inputs.notes(),
        inputs.asOf(),
        inputs.seed());
  }
}
