package io.raptorflow.bench.chaos;

import io.raptorflow.agent.AttachmentReader;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.CanonicalJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The sample brief of a fictitious company, with a mark that tells one request from another
/// wherever its prompt turns up.
final class Briefs {
  private static final String SAMPLE = "/samples/quillstack.json";
  private static final Pattern MARK = Pattern.compile("mark-[a-z0-9-]+-end");

  private Briefs() {}

  static String sample() {
    try (InputStream in = Briefs.class.getResourceAsStream(SAMPLE)) {
      if (in == null) {
        throw new IllegalStateException("there is no " + SAMPLE + " on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /// The sample brief of one request.
  static JsonNode marked(String mark) {
    ObjectNode brief = (ObjectNode) CanonicalJson.read(sample()).deepCopy();
    ((ObjectNode) brief.path("brand")).put("name", "Quillstack mark-" + mark + "-end");
    return brief;
  }

  /// The mark in a prompt; empty when there is none.
  static String marker(String prompt) {
    Matcher found = MARK.matcher(prompt);
    return found.find() ? found.group() : "";
  }

  static TaskInputs inputs(String brief) {
    return AttachmentReader.read(
        List.of(Attachment.json("brief", brief)), List.of(), Instant.EPOCH, 1);
  }
}
