package io.raptorflow.bus.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AsyncApiTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "asyncapi.json");

  @Test
  void isTheCommittedDocument() throws IOException {
    if (Boolean.getBoolean("raptor.write")) {
      Files.createDirectories(DOCUMENT.getParent());
      Files.writeString(DOCUMENT, AsyncApi.document());
    }

    assertThat(Files.readString(DOCUMENT))
        .as(
            "docs/asyncapi.json has drifted; write it anew with mvn -pl bus-schemas test"
                + " -Dtest=AsyncApiTest -Draptor.write=true")
        .isEqualTo(AsyncApi.document());
  }

  @Test
  void hasAChannelForEveryTopicAndNoReferenceIntoNothing() {
    JsonNode document = CanonicalJson.read(AsyncApi.document());

    assertThat(document.path("asyncapi").asString()).isEqualTo("3.0.0");
    assertThat(document.path("channels").size()).isEqualTo(Topic.values().length);
    List<String> references = new ArrayList<>();
    collect(document, references);
    assertThat(references).isNotEmpty();
    assertThat(references)
        .allMatch(reference -> !document.at(reference.substring(1)).isMissingNode());
  }

  private static void collect(JsonNode node, List<String> references) {
    if (node.has("$ref")) {
      references.add(node.path("$ref").asString());
    }
    node.forEach(child -> collect(child, references));
  }
}
