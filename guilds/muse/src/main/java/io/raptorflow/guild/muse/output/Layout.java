package io.raptorflow.guild.muse.output;

import io.raptorflow.agent.AgentFile;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.agent.offline.text.BriefFacts;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.campaign.Asset;
import io.raptorflow.campaign.BrandBrief;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// How an asset is laid out: the facts that all assets of one task share.
///
/// @param type format, for example `google_rsa`
/// @param channels channels that it is for; the first that the brief allows is taken
record Layout(String type, List<String> channels, String stage) {

  /// What differs from asset to asset.
  record Piece(
      String audience,
      String framework,
      String angle,
      Map<String, Object> fields,
      List<String> claims) {}

  /// The asset, or none when the task came without a brief.
  List<Asset> assets(AgentFile agent, TaskInputs inputs, String label, Piece piece) {
    BrandBrief brief = inputs.brief();
    if (brief == null) {
      return List.of();
    }
    String channel =
        channels.stream()
            .filter(brief.channels()::contains)
            .findFirst()
            .orElse(channels.getFirst());
    Map<String, JsonNode> fields = new HashMap<>();
    piece
        .fields()
        .forEach((name, value) -> fields.put(name, CanonicalJson.MAPPER.valueToTree(value)));
    return List.of(
        new Asset(
            agent.facts().id() + "/" + type + "/1",
            brief.brand().id(),
            agent.facts().id().value(),
            type,
            BriefFacts.written(brief),
            channel,
            stage,
            piece.audience(),
            piece.framework(),
            piece.angle(),
            fields,
            piece.claims().stream().distinct().sorted().toList(),
            version(inputs),
            label));
  }

  /// The version that the task asks for, else 2 for a rewrite and 1 for a first text.
  private static int version(TaskInputs inputs) {
    String asked = inputs.settings().get("version");
    if (asked != null && asked.matches("[1-9]\\d{0,3}")) {
      return Integer.parseInt(asked);
    }
    return inputs.notes().isEmpty() ? 1 : 2;
  }
}
