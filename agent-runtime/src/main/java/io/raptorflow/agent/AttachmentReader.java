package io.raptorflow.agent;

import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.campaign.BrandBrief;
import io.raptorflow.campaign.BriefReader;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Decodes attachments into what agents read.
public final class AttachmentReader {
  /// Name of the attachment that is the brief.
  public static final String BRIEF = "brief";

  /// Name of the attachment whose members become settings.
  public static final String SETTINGS = "settings";

  private AttachmentReader() {}

  /// Decodes attachments whose bodies are at hand.
  ///
  /// @throws IllegalArgumentException naming the attachment that cannot be read, and why
  public static TaskInputs read(
      List<Attachment> attachments, List<String> notes, Instant asOf, long seed) {
    BrandBrief brief = null;
    Map<String, JsonNode> documents = new HashMap<>();
    Map<String, Table> tables = new HashMap<>();
    Map<String, String> texts = new HashMap<>();
    Map<String, String> settings = new HashMap<>();
    for (Attachment attachment : attachments) {
      String name = attachment.name();
      String body = attachment.body().text();
      switch (attachment.mediaType()) {
        case Attachment.JSON -> {
          if (name.equals(BRIEF)) {
            brief = brief(body);
          }
          JsonNode json = json(name, body);
          if (name.equals(SETTINGS)) {
            json.properties().forEach(e -> settings.put(e.getKey(), e.getValue().asString()));
          }
          documents.put(name, json);
        }
        case Attachment.CSV -> tables.put(name, Table.csv(name, body));
        default -> texts.put(name, body);
      }
    }
    return new TaskInputs(brief, documents, tables, texts, settings, notes, asOf, seed);
  }

  private static JsonNode json(String name, String body) {
    try {
      return CanonicalJson.read(body);
    } catch (JacksonException broken) {
      throw new IllegalArgumentException(
          "attachment " + name + " is no JSON: " + broken.getOriginalMessage(), broken);
    }
  }

  private static @Nullable BrandBrief brief(String body) {
    BriefReader.Reading reading = BriefReader.read(body);
    if (reading.brief() == null) {
      throw new IllegalArgumentException("attachment brief: " + reading.problems());
    }
    return reading.brief();
  }
}
