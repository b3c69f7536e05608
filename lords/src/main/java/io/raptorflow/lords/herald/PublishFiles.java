package io.raptorflow.lords.herald;

import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.Payload;
import io.raptorflow.campaign.Asset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The files that people load into platforms, one an asset type: Google Ads Editor's columns for
/// search ads, JSON for the rest.
final class PublishFiles {
  private static final int HEADLINES = 15;
  private static final int DESCRIPTIONS = 4;

  private PublishFiles() {}

  /// @param links tagged links by `asset id#pointer` (RFC 6901)
  static List<Attachment> of(List<Asset> assets, Map<String, String> links) {
    Map<String, List<Asset>> byType = new TreeMap<>();
    assets.forEach(a -> byType.computeIfAbsent(a.type(), type -> new ArrayList<>()).add(a));
    List<Attachment> files = new ArrayList<>();
    byType.forEach(
        (type, list) ->
            files.add(
                type.equals("google_rsa")
                    ? new Attachment(
                        "publish/google_ads_editor.csv",
                        Attachment.CSV,
                        Payload.inline(editorCsv(list, links)))
                    : Attachment.json(
                        "publish/" + type + ".json",
                        CanonicalJson.write(list.stream().map(a -> tagged(a, links)).toList()))));
    return files;
  }

  private static Map<String, Object> tagged(Asset asset, Map<String, String> links) {
    ObjectNode fields = CanonicalJson.MAPPER.valueToTree(asset.fields());
    links.forEach(
        (place, link) -> {
          String prefix = asset.id() + "#";
          if (place.startsWith(prefix)) {
            replace(fields, place.substring(prefix.length()), link);
          }
        });
    return Map.of(
        "asset", asset.id(), "hash", asset.hash(), "label", asset.label(), "fields", fields);
  }

  private static void replace(ObjectNode fields, String pointer, String link) {
    int slash = pointer.lastIndexOf('/');
    JsonNode parent = slash == 0 ? fields : fields.at(pointer.substring(0, slash));
    if (parent instanceof ObjectNode object) {
      object.put(pointer.substring(slash + 1), link);
    }
  }

  private static String editorCsv(List<Asset> ads, Map<String, String> links) {
    List<String> header = new ArrayList<>(List.of("Campaign", "Ad Group", "Ad type"));
    for (int i = 1; i <= HEADLINES; i++) {
      header.add("Headline " + i);
    }
    for (int i = 1; i <= DESCRIPTIONS; i++) {
      header.add("Description " + i);
    }
    header.addAll(List.of("Path 1", "Path 2", "Final URL", "Status"));
    StringBuilder csv = new StringBuilder(row(header));
    for (Asset ad : ads) {
      List<String> cells = new ArrayList<>();
      cells.add(ad.brand() + " search");
      cells.add(ad.angle().isBlank() ? "main" : ad.angle());
      cells.add("Responsive search ad");
      texts(ad.fields().get("headlines"), HEADLINES, cells);
      texts(ad.fields().get("descriptions"), DESCRIPTIONS, cells);
      cells.add(text(ad.fields().get("path1")));
      cells.add(text(ad.fields().get("path2")));
      cells.add(links.getOrDefault(ad.id() + "#/final_url", text(ad.fields().get("final_url"))));
      cells.add("Paused");
      csv.append(row(cells));
    }
    return csv.toString();
  }

  private static void texts(@Nullable JsonNode list, int count, List<String> cells) {
    for (int i = 0; i < count; i++) {
      cells.add(list != null && i < list.size() ? list.get(i).asString("") : "");
    }
  }

  private static String text(@Nullable JsonNode value) {
    return value == null ? "" : value.asString("");
  }

  /// One line of RFC 4180. A cell that a spreadsheet would run as a formula is quoted by a tab.
  private static String row(List<String> cells) {
    List<String> quoted = new ArrayList<>();
    for (String cell : cells) {
      String safe = cell.matches("(?s)^[=+\\-@].*") ? "\t" + cell : cell;
      quoted.add(
          safe.matches("(?s).*[\",\\r\\n].*") ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe);
    }
    return String.join(",", quoted) + "\r\n";
  }
}
