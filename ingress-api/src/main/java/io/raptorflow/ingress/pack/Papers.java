package io.raptorflow.ingress.pack;

import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.Sha256;
import io.raptorflow.ingress.pack.RunDossier.Document;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// The documents of a dossier as far as they can be trusted: a text that does not have the hash
/// under which it was released, or is no JSON where JSON is due, is set aside with its reason.
final class Papers {
  static final String BRIEF = "brief";

  private final Map<String, Document> sound = new TreeMap<>();
  private final Map<String, JsonNode> json = new TreeMap<>();
  private final Map<String, String> setAside = new TreeMap<>();

  Papers(Map<String, Document> documents) {
    documents.forEach(this::accept);
  }

  private void accept(String name, Document document) {
    String actual = Sha256.hex(document.text());
    if (!actual.equals(document.sha256())) {
      setAside.put(
          name,
          "it was released with the hash %s, its text has %s".formatted(document.sha256(), actual));
      return;
    }
    if (document.mediaType().equals("application/json")) {
      try {
        json.put(name, CanonicalJson.read(document.text()));
      } catch (JacksonException notJson) {
        setAside.put(name, "it is no JSON: " + notJson.getOriginalMessage());
        return;
      }
    }
    sound.put(name, document);
  }

  /// Sound documents by name.
  Map<String, Document> sound() {
    return Collections.unmodifiableMap(sound);
  }

  /// Reasons by the name of a document that is not used.
  Map<String, String> setAside() {
    return Collections.unmodifiableMap(setAside);
  }

  /// Takes a document, or an asset, out of the pack for a reason.
  void setAside(String name, String reason) {
    setAside.put(name, reason);
  }

  Optional<Document> document(String name) {
    return Optional.ofNullable(sound.get(name));
  }

  boolean holds(String name) {
    return sound.containsKey(name);
  }

  /// The document as JSON; a missing node when it is not there.
  JsonNode json(String name) {
    return json.getOrDefault(name, MissingNode.getInstance());
  }

  /// Names of JSON documents, sorted.
  List<String> jsonNames() {
    return List.copyOf(json.keySet());
  }

  /// Whether the caller brought it, rather than a decision.
  static boolean brought(Document document) {
    return document.decisionHash().isEmpty();
  }

  /// The texts of an array, empty when it is none.
  static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(text(item)));
    return texts;
  }

  /// A value as people read it; a structure stays JSON.
  static String text(JsonNode value) {
    return value.isValueNode() ? value.asString("") : value.isMissingNode() ? "" : value.toString();
  }
}
