package io.raptorflow.tables;

import io.raptorflow.tables.Imported.Problem;
import io.raptorflow.tables.Layout.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Brings read rows into the schema of their table.
final class CanonicalRows {
  private static final String KPI = "kpi_daily";
  private static final List<String> KPI_COLUMNS =
      List.of(
          "date",
          "brand_id",
          "channel",
          "campaign_id",
          "campaign_name",
          "impressions",
          "clicks",
          "cost",
          "conversions",
          "revenue",
          "currency");
  private static final List<String> SUMS =
      List.of("impressions", "clicks", "cost", "conversions", "revenue");

  /// Campaign types of Google Ads, in the languages of the layouts, by channel.
  private static final Map<String, List<String>> GOOGLE_TYPES =
      Map.of(
          "google_search",
          List.of(
              "search",
              "suche",
              "suchnetzwerk",
              "recherche",
              "réseau de recherche",
              "búsqueda",
              "pesquisa",
              "ricerca",
              "shopping"),
          "pmax",
          List.of("performance max"),
          "display",
          List.of("display", "displaynetzwerk", "réseau display", "demand gen"),
          "youtube",
          List.of("video", "vidéo", "vídeo"));

  private final Header header;
  private final String brand;
  private final String currency;
  private final List<String> notes;

  CanonicalRows(Header header, String brand, String currency, List<String> notes) {
    this.header = header;
    this.brand = brand;
    this.currency = currency;
    this.notes = notes;
  }

  record Result(List<String> columns, List<List<String>> rows) {}

  /// Why the money of the rows cannot be read as one currency; empty when it can.
  Optional<String> currencyFault(List<Map<String, String>> rows) {
    TreeSet<String> codes = new TreeSet<>();
    rows.forEach(row -> codes.add(row.getOrDefault("currency", "")));
    codes.remove("");
    return codes.size() > 1
        ? Optional.of("mixes the currencies " + codes + ": export one account at a time")
        : Optional.empty();
  }

  Result of(List<Map<String, String>> rows, List<Integer> lines, List<Problem> unread) {
    Layout layout = header.layout();
    if (layout.kind() == Kind.OWN) {
      return own(rows);
    }
    if (layout.table().equals(KPI)) {
      return kpi(rows, lines, unread);
    }
    if (layout.kind() == Kind.BUCKETS) {
      buckets(rows);
    }
    List<String> columns = new ArrayList<>();
    layout.fields().keySet().stream().filter(header.at()::containsKey).forEach(columns::add);
    if (layout.kind() == Kind.WIDE) {
      columns.addAll(List.of("term", "region", "value", "below_one"));
    }
    if (layout.kind() == Kind.BUCKETS) {
      columns.addAll(List.of("volume_low", "volume_high"));
    }
    return new Result(columns, cells(columns, rows));
  }

  private static List<List<String>> cells(List<String> columns, List<Map<String, String>> rows) {
    return rows.stream()
        .map(row -> columns.stream().map(column -> row.getOrDefault(column, "")).toList())
        .toList();
  }

  /// A table of our own keeps its known columns; others were noted.
  private Result own(List<Map<String, String>> rows) {
    List<String> columns = List.copyOf(header.at().keySet());
    if (header.layout().table().equals(KPI)) {
      noteRepeatedDays(rows);
    }
    return new Result(columns, cells(columns, rows));
  }

  /// Which of two rows is right, or whether both belong together, only its author can say.
  private void noteRepeatedDays(List<Map<String, String>> rows) {
    List<String> key = List.of("date", "channel", "campaign_id");
    long days = cells(key, rows).stream().distinct().count();
    if (days < rows.size()) {
      notes.add(
          "%d rows repeat a day of the same campaign: agents refuse such a table"
              .formatted(rows.size() - days));
    }
  }

  /// 50, 500 and 5,000 with empty months stand for ranges of a factor of ten.
  private void buckets(List<Map<String, String>> rows) {
    int ranges = 0;
    for (Map<String, String> row : rows) {
      String volume = row.getOrDefault("volume", "");
      boolean bucket = volume.matches("50*0") && volume.length() >= 2;
      row.put("volume_low", bucket ? "1" + "0".repeat(volume.length() - 1) : volume);
      row.put("volume_high", bucket ? "1" + "0".repeat(volume.length()) : volume);
      ranges += bucket ? 1 : 0;
    }
    if (ranges > 0) {
      notes.add(
          "%d volumes are ranges (500 stands for 100 to 1,000), because the account does not spend"
              .formatted(ranges));
    }
  }

  private Result kpi(List<Map<String, String>> rows, List<Integer> lines, List<Problem> unread) {
    String ofHeader = header.currency();
    Map<List<String>, Map<String, String>> days = new LinkedHashMap<>();
    int merged = 0;
    for (int i = 0; i < rows.size(); i++) {
      Map<String, String> row = rows.get(i);
      String end = row.getOrDefault("date_end", row.getOrDefault("date", ""));
      if (!end.equals(row.getOrDefault("date", ""))) {
        unread.add(
            new Problem(
                lines.get(i),
                header.called("date_end"),
                end,
                "is another day than the start; " + header.layout().advice()));
        continue;
      }
      String channel = channel(row);
      if (channel.isEmpty()) {
        unread.add(
            new Problem(
                lines.get(i),
                header.called("campaign_type"),
                row.getOrDefault("campaign_type", ""),
                "is no known campaign type"));
        continue;
      }
      Map<String, String> day = new LinkedHashMap<>(row);
      day.put("brand_id", brand);
      day.put("channel", channel);
      day.put("currency", first(row.getOrDefault("currency", ""), ofHeader, currency));
      day.put(
          "campaign_id",
          first(row.getOrDefault("campaign_id", ""), row.getOrDefault("campaign_name", "")));
      List<String> key =
          List.of(day.getOrDefault("date", ""), channel, day.getOrDefault("campaign_id", ""));
      Map<String, String> other = days.get(key);
      if (other == null) {
        days.put(key, day);
      } else {
        add(other, day);
        merged++;
      }
    }
    said(days, merged);
    return new Result(KPI_COLUMNS, cells(KPI_COLUMNS, List.copyOf(days.values())));
  }

  private void said(Map<List<String>, Map<String, String>> days, int merged) {
    if (merged > 0) {
      notes.add(
          "%d rows of the same campaign and day (ads, ad groups, devices) were added to %d"
              .formatted(merged, days.size()));
    }
    if (brand.isEmpty()) {
      notes.add("the file names no brand; give one with --brand, or agents will not match a brief");
    }
    if (days.values().stream().anyMatch(row -> row.getOrDefault("currency", "").isEmpty())) {
      notes.add("the file names no currency; give one with --currency");
    }
    for (String field : List.of("conversions", "revenue")) {
      if (!header.at().containsKey(field)) {
        notes.add(
            "the file has no column for %s: it stays unknown, which is not zero".formatted(field));
      }
    }
    long over =
        days.values().stream()
            .filter(row -> number(row, "clicks").compareTo(number(row, "impressions")) > 0)
            .count();
    if (over > 0) {
      notes.add("WARNING: %d rows have more clicks than impressions".formatted(over));
    }
  }

  private static BigDecimal number(Map<String, String> row, String field) {
    String cell = row.getOrDefault(field, "");
    return cell.isEmpty() ? BigDecimal.ZERO : new BigDecimal(cell);
  }

  /// Adds the sums of a row to another of the same day; an unknown part makes the sum unknown.
  private static void add(Map<String, String> into, Map<String, String> row) {
    for (String field : SUMS) {
      boolean known =
          !into.getOrDefault(field, "").isEmpty() && !row.getOrDefault(field, "").isEmpty();
      into.put(field, known ? number(into, field).add(number(row, field)).toPlainString() : "");
    }
  }

  private String channel(Map<String, String> row) {
    if (!header.layout().channel().isEmpty()) {
      return header.layout().channel();
    }
    String type = row.getOrDefault("campaign_type", "").toLowerCase(Locale.ROOT);
    if (!header.at().containsKey("campaign_type")) {
      return "google_search";
    }
    return GOOGLE_TYPES.entrySet().stream()
        .filter(entry -> entry.getValue().contains(type))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("");
  }

  private static String first(String... candidates) {
    for (String candidate : candidates) {
      if (!candidate.isEmpty()) {
        return candidate;
      }
    }
    return "";
  }
}
