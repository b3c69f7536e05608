package io.raptorflow.lords.herald;

import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.CouncilDecision.Kind;
import io.raptorflow.bus.Payload;
import io.raptorflow.campaign.Asset;
import io.raptorflow.lords.Library;
import io.raptorflow.lords.supervision.AssetShelf;
import io.raptorflow.lords.supervision.Assignment;
import io.raptorflow.lords.supervision.Judge;
import io.raptorflow.lords.supervision.Outputs;
import io.raptorflow.lords.supervision.Verdict;
import io.raptorflow.lords.supervision.Verdict.Ruling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// How Herald judges: it lets out what a person approved, and nothing else. An asset whose hash is
/// not the approved one is refused. Publishing is a dry run: files for each platform, no call
/// outside.
final class Release implements Judge {

  @Override
  public Verdict judge(Assignment assignment, Library library) {
    Optional<Payload> approval = assignment.material("approval_g4");
    Optional<Payload> list = assignment.material("release_list");
    if (approval.isEmpty() || list.isEmpty()) {
      return Verdict.Close.with(
          Kind.REFUSED,
          "Nothing is published",
          "there is no approval of gate G4 with a release list",
          Outputs.of(assignment));
    }
    JsonNode word = library.json(approval.get());
    if (!word.path("decision").asString("").equals("approved")
        || !word.path("releaseList").asString("").equals(list.get().sha256())) {
      return Verdict.Close.with(
          Kind.REFUSED,
          "Nothing is published",
          "the approval of gate G4 is not about this release list",
          Outputs.of(assignment));
    }
    return publish(assignment, library, library.json(list.get()), word.path("by").asString(""));
  }

  private static Verdict publish(
      Assignment assignment, Library library, JsonNode list, String approver) {
    AssetShelf shelf = AssetShelf.of(assignment.material(AssetShelf.NAME), library);
    List<Ruling> rulings = new ArrayList<>();
    List<Asset> released = new ArrayList<>();
    List<Map<String, String>> receipts = new ArrayList<>();
    for (JsonNode entry : list) {
      String id = entry.path("asset").asString("");
      String approved = entry.path("hash").asString("");
      Asset asset = shelf.assets().get(id);
      String actual = asset == null ? "missing" : asset.hash();
      if (asset != null && actual.equals(approved)) {
        released.add(asset);
        receipts.add(receipt(id, approved, "released"));
      } else {
        receipts.add(receipt(id, actual, "refused"));
        rulings.add(
            new Ruling(
                Kind.ASSET_REFUSED,
                "Asset %s is not published".formatted(id),
                "%s approved hash %s, the asset has %s".formatted(approver, approved, actual),
                List.of()));
      }
    }
    List<Attachment> outputs = new ArrayList<>(Outputs.of(assignment));
    outputs.add(Attachment.json("publish_receipts", CanonicalJson.write(receipts)));
    outputs.addAll(PublishFiles.of(released, links(assignment, library)));
    rulings.add(
        new Ruling(
            released.isEmpty() ? Kind.REFUSED : Kind.PUBLISHED,
            "%d assets are in the publish pack, %d were refused"
                .formatted(released.size(), receipts.size() - released.size()),
            "dry run: files are written, no platform is called; approved by " + approver,
            outputs));
    return new Verdict.Close(rulings);
  }

  private static Map<String, String> links(Assignment assignment, Library library) {
    Map<String, String> links = new TreeMap<>();
    assignment
        .material("tracking_qa")
        .ifPresent(
            payload ->
                library
                    .json(payload)
                    .path("links")
                    .properties()
                    .forEach(link -> links.put(link.getKey(), link.getValue().asString())));
    return links;
  }

  private static Map<String, String> receipt(String asset, String hash, String state) {
    Map<String, String> receipt = new LinkedHashMap<>();
    receipt.put("asset", asset);
    receipt.put("hash", hash);
    receipt.put("state", state);
    return receipt;
  }
}
