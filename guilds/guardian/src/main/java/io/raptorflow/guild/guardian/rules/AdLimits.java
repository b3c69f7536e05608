package io.raptorflow.guild.guardian.rules;

import io.raptorflow.campaign.Finding.Severity;
import io.raptorflow.guild.guardian.text.CharacterCount;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The limits of all formats, and which asset types stand for which format.
public final class AdLimits {
  /// SMS parts depend on the alphabet; the guardian of messaging law counts them.
  private static final Set<String> COUNTED_ELSEWHERE = Set.of("sms");

  private final List<AdLimit> limits;
  private final Map<String, Format> formats;

  /// A type of asset as its platform knows it.
  ///
  /// @param fields name of an asset's field to name of the limit
  public record Format(String type, String platform, String format, Map<String, String> fields) {
    public Format {
      fields = Map.copyOf(fields);
    }
  }

  private AdLimits(List<AdLimit> limits, Map<String, Format> formats) {
    this.limits = List.copyOf(limits);
    this.formats = Map.copyOf(formats);
  }

  public static AdLimits load() {
    Map<String, Format> formats = new LinkedHashMap<>();
    for (JsonNode node : RulePack.resource("asset-formats").path("formats")) {
      Map<String, String> fields = new LinkedHashMap<>();
      node.path("fields")
          .properties()
          .forEach(field -> fields.put(field.getKey(), field.getValue().asString()));
      String type = node.path("type").asString();
      formats.put(
          type,
          new Format(
              type, node.path("platform").asString(), node.path("format").asString(), fields));
    }
    List<AdLimit> limits =
        RulePack.resource("ad-limits")
            .path("limits")
            .valueStream()
            .filter(node -> !COUNTED_ELSEWHERE.contains(node.path("platform").asString()))
            .map(AdLimits::limit)
            .toList();
    return new AdLimits(limits, formats);
  }

  private static AdLimit limit(JsonNode node) {
    return new AdLimit(
        node.path("platform").asString(),
        node.path("format").asString(),
        node.path("field").asString(),
        number(node, "max"),
        number(node, "recommended"),
        number(node, "min"),
        number(node, "one_at_most"),
        number(node, "warn_above"),
        number(node, "emoji_max"),
        node.path("min_count").intValue(),
        node.path("max_count").intValue(),
        CharacterCount.valueOf(node.path("counting").asString().toUpperCase(Locale.ROOT)),
        Severity.valueOf(node.path("severity").asString()),
        node.path("forbidden").valueStream().map(JsonNode::asString).toList(),
        node.path("placed_elsewhere").asBoolean()
            ? AdLimit.Presence.ELSEWHERE
            : AdLimit.Presence.IN_COPY,
        node.path("source").asString(),
        node.path("confidence").asString(),
        node.path("note").asString(""));
  }

  private static @Nullable Integer number(JsonNode node, String key) {
    return node.path(key).isInt() ? Integer.valueOf(node.path(key).intValue()) : null;
  }

  public Optional<Format> format(String type) {
    return Optional.ofNullable(formats.get(type));
  }

  /// Limits of a format, in the order of the file.
  public List<AdLimit> of(Format format) {
    return limits.stream()
        .filter(
            limit ->
                limit.platform().equals(format.platform())
                    && limit.format().equals(format.format()))
        .toList();
  }

  /// Types whose limits are known.
  public Set<String> types() {
    return new TreeSet<>(formats.keySet());
  }
}
