package io.raptorflow.tables;

import io.raptorflow.bus.CanonicalJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// The layout of one export, from `layouts.json`: which headers it has in which languages, and the
/// table that it becomes.
///
/// @param table name of the table
/// @param totals words with which the first cell of a row of totals begins
/// @param channel the channel of every row; empty when rows name it, or when there is none
/// @param emptyIsZero fields whose empty cells stand for zero in this export
/// @param notes what a reader must know of this kind of file
/// @param advice how to export it so that it can be read
record Layout(
    String id,
    String title,
    String table,
    List<String> required,
    DateOrder dates,
    List<String> totals,
    String channel,
    List<String> emptyIsZero,
    List<String> notes,
    String advice,
    Kind kind,
    Map<String, Field> fields) {

  /// What is special in reading it.
  enum Kind {
    PLAIN,
    /// A table that already has the names of the schema.
    OWN,
    /// One column for each term.
    WIDE,
    /// Volumes are rounded to 50, 500, 5000 where no money is spent.
    BUCKETS
  }

  /// Order of day, month and year where a date's parts could be either.
  enum DateOrder {
    YMD,
    MDY,
    DMY
  }

  /// What a column holds.
  enum Content {
    TEXT,
    DATE,
    COUNT,
    MONEY,
    PERCENT
  }

  /// @param names headers in all languages; `(*)` stands for a currency
  record Field(Content content, List<String> names) {
    Field {
      names = List.copyOf(names);
    }

    boolean isCalled(String header) {
      return names.stream().anyMatch(name -> matches(name, header));
    }

    private static boolean matches(String name, String header) {
      if (name.endsWith("(*)")) {
        String start = simple(name.substring(0, name.length() - 3));
        return simple(header).matches(Pattern.quote(start) + "\\([a-z]{3}\\)");
      }
      return simple(name).equals(simple(header));
    }
  }

  Layout {
    required = List.copyOf(required);
    totals = List.copyOf(totals);
    emptyIsZero = List.copyOf(emptyIsZero);
    notes = List.copyOf(notes);
  }

  /// Headers differ in case, spaces and dots between exports of one tool.
  static String simple(String header) {
    return header.toLowerCase(Locale.ROOT).replaceAll("[\\s\\u00a0._]+", "");
  }

  /// Every layout, exports before tables of our own.
  static List<Layout> all() {
    return Holder.ALL;
  }

  private static final class Holder {
    private static final List<Layout> ALL = read();

    private static List<Layout> read() {
      try (InputStream in =
          Objects.requireNonNull(Layout.class.getResourceAsStream("layouts.json"))) {
        List<Layout> layouts = new ArrayList<>();
        CanonicalJson.read(new String(in.readAllBytes(), StandardCharsets.UTF_8))
            .forEach(json -> layouts.add(of(json)));
        return List.copyOf(layouts);
      } catch (IOException broken) {
        throw new UncheckedIOException("layouts.json cannot be read", broken);
      }
    }
  }

  private static Layout of(JsonNode json) {
    Map<String, Field> fields = new LinkedHashMap<>();
    json.path("fields")
        .properties()
        .forEach(
            e ->
                fields.put(
                    e.getKey(),
                    new Field(
                        Content.valueOf(
                            e.getValue().path("kind").asString().toUpperCase(Locale.ROOT)),
                        texts(e.getValue().path("names")))));
    return new Layout(
        json.path("id").asString(),
        json.path("title").asString(),
        json.path("table").asString(),
        texts(json.path("required")),
        DateOrder.valueOf(json.path("dates").asString()),
        texts(json.path("totals")),
        json.path("channel").asString(""),
        texts(json.path("emptyIsZero")),
        texts(json.path("notes")),
        json.path("advice").asString(""),
        json.path("own").asBoolean(false)
            ? Kind.OWN
            : json.path("wide").asBoolean(false)
                ? Kind.WIDE
                : json.path("volumeBuckets").asBoolean(false) ? Kind.BUCKETS : Kind.PLAIN,
        fields);
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asString).toList();
  }
}
