package io.raptorflow.guild.guardian.computed;

import io.raptorflow.campaign.Asset;
import io.raptorflow.guild.guardian.text.FoldedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// One text of an asset.
///
/// @param path for example `headlines[2]` or `headers.From`
/// @param name field of the asset that it belongs to
/// @param text as it stands; markup is blanked, so places stay, and HTML is read as people see it
record TextField(String path, String name, Use use, FoldedText text) {
  private static final Pattern MARKUP = Pattern.compile("<[^<>]{0,2000}>");
  private static final Pattern ADDRESS = Pattern.compile("https?://\\S+");
  private static final Set<String> TECHNICAL =
      Set.of(
          "final_url",
          "display_url",
          "destination_url",
          "url",
          "urls",
          "css",
          "headers",
          "path1",
          "path2",
          "person_id",
          "basis",
          "consent",
          "inquiry_date",
          "send_date",
          "send_local_time",
          "currency",
          "utm",
          "layout",
          "visual",
          "format");

  /// Who reads the text.
  enum Use {
    /// People who see the ad.
    COPY,
    /// Machines.
    TECHNICAL
  }

  static List<TextField> of(Asset asset) {
    List<TextField> fields = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : asset.fields().entrySet()) {
      Use use = TECHNICAL.contains(field.getKey()) ? Use.TECHNICAL : Use.COPY;
      collect(field.getKey(), field.getKey(), use, field.getValue(), fields);
    }
    return List.copyOf(fields);
  }

  private static void collect(
      String path, String name, Use use, JsonNode node, List<TextField> into) {
    if (node.isString()) {
      String text = blank(MARKUP, node.asString());
      FoldedText folded =
          path.equals("html") || path.endsWith(".html") || path.endsWith("_html")
              ? FoldedText.ofHtml(text)
              : FoldedText.of(text);
      into.add(new TextField(path, name, use, folded));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        collect(path + "[" + i + "]", name, use, node.get(i), into);
      }
    } else if (node.isObject()) {
      node.properties()
          .forEach(
              child -> collect(path + "." + child.getKey(), name, use, child.getValue(), into));
    }
  }

  /// Folded text with addresses blanked: a number in an address claims nothing.
  String words() {
    return blank(ADDRESS, text.folded());
  }

  static String blank(Pattern pattern, String text) {
    return pattern.matcher(text).replaceAll(match -> " ".repeat(match.group().length()));
  }
}
