package io.raptorflow.guild.guardian.computed;

import io.raptorflow.campaign.Asset;
import io.raptorflow.guild.guardian.text.FoldedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
          "url",
          "urls",
          "css",
          "headers",
          "path1",
          "path2",
          "basis",
          "consent",
          "currency",
          "utm",
          "layout",
          "visual",
          "format",
          "style",
          "palette",
          "colors",
          "targeting",
          "placements",
          "placement_list",
          "keywords",
          "source_texts",
          "competitor_texts",
          "sources",
          "source",
          "image_brief",
          "image_prompt",
          "prompt",
          "style_prompt",
          "alt",
          "from_name",
          "footer",
          "nutrition",
          "nutrition_per_100g",
          "nutrition_per_100ml",
          "people",
          "persons",
          "media",
          "licence",
          "license",
          "licences",
          "provenance",
          "ai_label",
          "ai_disclosure",
          "disclosure",
          "relationship",
          "material_connection",
          "special_ad_category",
          "country",
          "countries",
          "recipient_country",
          "reply_to",
          "from",
          "auth",
          "spf",
          "dkim",
          "dmarc",
          "tracking",
          "purpose",
          "controller",
          "events",
          "tables",
          "trends",
          "controls",
          "voice_of",
          "named_person",
          "photo",
          "image",
          "video",
          "music",
          "captions",
          "transcript",
          "clearance");

  private static final Pattern TECHNICAL_NAME =
      Pattern.compile(
          "(?i).*(?:_id|_ids|_url|_urls|_date|_at|_time|_record|_version|_type|_hash|_status|_country|_model|_source|_level|_file|_scheme|_clearance|_licen[cs]e|_list|_words|_topics|_codes|_proof|_term|_scope)");

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
      Use use = isTechnical(field.getKey()) ? Use.TECHNICAL : Use.COPY;
      collect(field.getKey(), field.getKey(), use, field.getValue(), fields);
    }
    return List.copyOf(fields);
  }

  private static boolean isTechnical(String name) {
    return TECHNICAL.contains(name.toLowerCase(Locale.ROOT))
        || TECHNICAL_NAME.matcher(name).matches();
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
