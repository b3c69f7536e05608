package io.raptorflow.guild.guardian.computed;

import io.raptorflow.campaign.BrandBrief;
import io.raptorflow.guild.guardian.computed.RuleEngine.Site;
import io.raptorflow.guild.guardian.text.Contrast;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Contrast of text and of controls (WCAG 1.4.3, 1.4.6, 1.4.11). Sizes are CSS pixels.
final class ContrastCheck {
  private static final double LARGE_PX = 24;
  private static final double LARGE_BOLD_PX = 18.66;
  private static final Pattern FOREGROUND =
      Pattern.compile("(?i)(?:fg|color|colour|foreground|text_color|text)");
  private static final Pattern BACKGROUND =
      Pattern.compile("(?i)(?:bg|background|background_color|background-color)");

  private ContrastCheck() {}

  /// What a pair of colours is for.
  private enum Part {
    TEXT,
    LARGE_TEXT,
    CONTROL
  }

  private record Pair(String field, String front, String back, Part part) {
    double ratio() {
      return Contrast.of(front, back).orElse(Double.MAX_VALUE);
    }

    double least() {
      return part == Part.TEXT ? 4.5 : 3.0;
    }
  }

  /// G5-01: text.
  static void text(Site site) {
    for (Pair pair : pairs(site)) {
      if (pair.part() != Part.CONTROL && pair.ratio() < pair.least()) {
        write(site, pair, pair.least());
      }
    }
  }

  /// G5-02: text that passes AA but not AAA.
  static void enhanced(Site site) {
    for (Pair pair : pairs(site)) {
      double least = pair.part() == Part.TEXT ? 7.0 : 4.5;
      if (pair.part() != Part.CONTROL && pair.ratio() >= pair.least() && pair.ratio() < least) {
        write(site, pair, least);
      }
    }
  }

  /// G5-03: controls and graphics.
  static void control(Site site) {
    for (Pair pair : pairs(site)) {
      if (pair.part() == Part.CONTROL && pair.ratio() < pair.least()) {
        write(site, pair, pair.least());
      }
    }
  }

  private static void write(Site site, Pair pair, double least) {
    site.add(
        site.field(pair.field()),
        "%s on %s is %.2f:1".formatted(pair.front(), pair.back(), pair.ratio()),
        "%s: %.3f:1 where %.1f:1 is needed".formatted(site.rule().message(), pair.ratio(), least));
  }

  private static List<Pair> pairs(Site site) {
    Map<String, Pair> pairs = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : site.view().asset().fields().entrySet()) {
      if (field.getValue().isObject() || field.getValue().isArray()) {
        collect(field.getKey(), field.getValue(), pairs);
      }
    }
    BrandBrief brief = site.view().brief();
    if (site.view().asset().type().equals("brand_kit") && brief != null) {
      palette(brief.brand().visual(), pairs);
    }
    return List.copyOf(pairs.values());
  }

  private static void collect(String path, JsonNode node, Map<String, Pair> pairs) {
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        collect(path + "[" + i + "]", node.get(i), pairs);
      }
      return;
    }
    if (!node.isObject()) {
      return;
    }
    String front = named(node, FOREGROUND);
    String back = named(node, BACKGROUND);
    if (!front.isEmpty() && !back.isEmpty()) {
      pairs.put(path, new Pair(path, front, back, part(path, node)));
    }
    node.properties().forEach(c -> collect(path + "." + c.getKey(), c.getValue(), pairs));
  }

  private static String named(JsonNode node, Pattern name) {
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      if (name.matcher(member.getKey()).matches() && member.getValue().isString()) {
        return member.getValue().asString();
      }
    }
    return "";
  }

  private static Part part(String path, JsonNode node) {
    String role =
        (path + " " + node.path("role").asString("") + " " + node.path("use").asString(""))
            .toLowerCase(Locale.ROOT);
    if (role.matches("(?s).*\\b(?:control|icon|graphic|border|chart|ui|component|focus)s?\\b.*")) {
      return Part.CONTROL;
    }
    double size = node.path("size_px").asDouble(node.path("font_size_px").asDouble(16));
    JsonNode weight = node.path("weight").isMissingNode() ? node.path("bold") : node.path("weight");
    boolean bold =
        weight.asBoolean(false) || weight.asString("").equals("bold") || weight.asInt(0) >= 700;
    return size >= LARGE_PX || (bold && size >= LARGE_BOLD_PX) ? Part.LARGE_TEXT : Part.TEXT;
  }

  /// The colours of the brief on white and on each other, as body text.
  private static void palette(BrandBrief.Visual visual, Map<String, Pair> pairs) {
    Map<String, String> colours = new LinkedHashMap<>();
    colours.put("primary", visual.primary());
    colours.put("accent", visual.accent());
    colours.put("text_on_light", visual.textOnLight());
    colours.forEach(
        (name, colour) ->
            pairs.put(
                name + " on white", new Pair(name + " on white", colour, "#FFFFFF", Part.TEXT)));
    pairs.put(
        "accent on primary",
        new Pair("accent on primary", visual.accent(), visual.primary(), Part.TEXT));
  }
}
