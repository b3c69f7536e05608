package io.raptorflow.bus.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.CanonicalJson;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalBus.class)
class EmbeddedRegistryIT {
  private static final String MONEY =
      "{\"type\":\"record\",\"name\":\"Money\",\"namespace\":\"test\",\"fields\":[{\"name\":\"usd\",\"type\":"
          + "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":9,\"scale\":%d}}]}";

  private final String subject = "test-" + UUID.randomUUID() + "-value";

  @Test
  void keepsIdsOverARestart(LocalBus.Running local) throws Exception {
    String first =
        send(
                local.registry().url(),
                "POST",
                "/subjects/" + subject + "/versions",
                MONEY.formatted(2))
            .body();

    try (EmbeddedRegistry second = EmbeddedRegistry.start(local.broker().bootstrapServers(), 0)) {
      String again = send(second.url(), "POST", "/subjects/" + subject, MONEY.formatted(2)).body();

      assertThat(CanonicalJson.read(again).path("id"))
          .isEqualTo(CanonicalJson.read(first).path("id"));
      assertThat(CanonicalJson.read(again).path("version").asInt()).isEqualTo(1);
    }
  }

  @Test
  void refusesAChangedScale(LocalBus.Running local) throws Exception {
    String url = local.registry().url();
    send(url, "POST", "/subjects/" + subject + "/versions", MONEY.formatted(2));

    HttpResponse<String> refused =
        send(url, "POST", "/subjects/" + subject + "/versions", MONEY.formatted(4));

    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(
            send(
                    url,
                    "POST",
                    "/compatibility/subjects/" + subject + "/versions/latest",
                    MONEY.formatted(4))
                .body())
        .contains("\"is_compatible\":false");
  }

  @Test
  void answersWithConfluentsErrorCodes(LocalBus.Running local) throws Exception {
    String url = local.registry().url();

    assertThat(send(url, "GET", "/subjects/none/versions", "").body()).contains("40401");
    assertThat(send(url, "GET", "/schemas/ids/999999", "").body()).contains("40403");
    assertThat(send(url, "GET", "/schemas/ids/999999", "").statusCode()).isEqualTo(404);
    assertThat(send(url, "POST", "/subjects/x/versions", "{\"type\":\"nothing\"}").statusCode())
        .isEqualTo(422);
    assertThat(send(url, "GET", "/config", "").body()).contains("BACKWARD");
    assertThat(send(url, "DELETE", "/subjects/x", "").statusCode()).isEqualTo(404);
  }

  private static HttpResponse<String> send(String url, String method, String path, String schema)
      throws Exception {
    HttpRequest.BodyPublisher body =
        method.equals("POST")
            ? HttpRequest.BodyPublishers.ofString(CanonicalJson.write(Map.of("schema", schema)))
            : HttpRequest.BodyPublishers.noBody();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(url + path)).method(method, body).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
