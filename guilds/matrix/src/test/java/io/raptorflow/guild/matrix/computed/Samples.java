package io.raptorflow.guild.matrix.computed;

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
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Sample data: briefs of fictitious companies, planted tables, published vectors.
final class Samples {
  static final String HEADER =
      "date,brand_id,channel,campaign_id,campaign_name,impressions,clicks,cost,conversions,revenue,"
          + "currency";

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

  static double[] doubles(JsonNode array) {
    return array.valueStream().mapToDouble(JsonNode::doubleValue).toArray();
  }

  static Table kpi() {
    return Table.csv("kpi_daily", text("kpi_daily.csv"));
  }

  static Table shuffled(Table table, long seed) {
    List<List<String>> rows = new ArrayList<>(table.rows());
    Collections.shuffle(rows, new Random(seed));
    return new Table(table.name(), table.columns(), rows);
  }

  /// A table of one row per day: the function writes what follows the date.
  static Table daily(int days, IntFunction<String> row) {
    StringBuilder csv = new StringBuilder(HEADER).append('\n');
    for (int i = 0; i < days; i++) {
      csv.append(LocalDate.of(2026, 1, 1).plusDays(i))
          .append(',')
          .append(row.apply(i))
          .append('\n');
    }
    return Table.csv("kpi_daily", csv.toString());
  }

  static BrandBrief brief(String name) {
    return brief(name, text -> text);
  }

  static BrandBrief brief(String name, java.util.function.UnaryOperator<String> change) {
    BriefReader.Reading reading = BriefReader.read(change.apply(text(name + ".json")));
    return Objects.requireNonNull(reading.brief(), () -> reading.problems().toString());
  }

  static TaskInputs inputs(@Nullable BrandBrief brief, @Nullable Table table) {
    return inputs(brief, table, Map.of());
  }

  static TaskInputs inputs(
      @Nullable BrandBrief brief, @Nullable Table table, Map<String, String> settings) {
    return new TaskInputs(
        brief,
        Map.of(),
        table == null ? Map.of() : Map.of(table.name(), table),
        Map.of(),
        settings,
        List.of(),
        Instant.parse("2026-11-20T08:00:00Z"),
        7);
  }
}
