package io.raptorflow.ingress.pack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// The single texts of an asset, each with its length, and with angle and claims where the agent
/// that wrote it named them.
final class Variants {
  private static final Pattern LIMITED = Pattern.compile("[a-z_]+_(\\d{1,5})");

  /// Field sizes of responsive search ads.
  private static final Map<String, Integer> SEARCH_AD =
      Map.of("headlines", 30, "descriptions", 90, "callouts", 25);

  private final Map<String, JsonNode> notes = new TreeMap<>();

  /// @param limit longest text that the field takes; 0 when no limit is known
  /// @param angle empty when the agent named none
  record Variant(
      String field, String text, int length, int limit, String angle, List<String> claims) {
    Variant {
      claims = List.copyOf(claims);
    }
  }

  Variants(Papers papers) {
    for (String name : papers.jsonNames()) {
      note(papers.json(name).path("headlines"));
      note(papers.json(name).path("descriptions"));
      papers.json(name).path("banks").forEach(bank -> note(bank.path("headlines")));
    }
  }

  private void note(JsonNode list) {
    for (JsonNode item : list) {
      if (item.path("text").isString()) {
        notes.putIfAbsent(item.path("text").asString(), item);
      }
    }
  }

  /// Texts of every field that is a list of texts, in the order of the fields.
  List<Variant> of(Shelf.Piece piece) {
    List<Variant> variants = new ArrayList<>();
    piece
        .asset()
        .fields()
        .forEach(
            (field, value) -> {
              for (JsonNode item : value) {
                if (value.isArray() && item.isString()) {
                  variants.add(variant(piece.asset().type(), field, item.asString()));
                }
              }
            });
    return variants;
  }

  private Variant variant(String type, String field, String text) {
    JsonNode note = notes.get(text);
    return new Variant(
        field,
        text,
        text.codePointCount(0, text.length()),
        limit(type, field),
        note == null ? "" : note.path("angle").asString(""),
        note == null ? List.of() : Papers.texts(note.path("claimIds")));
  }

  private static int limit(String type, String field) {
    Matcher limited = LIMITED.matcher(field);
    if (limited.matches()) {
      return Integer.parseInt(limited.group(1));
    }
    return type.equals("google_rsa") ? SEARCH_AD.getOrDefault(field, 0) : 0;
  }
}
