package io.raptorflow.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.ingress.web.OpenApiCheck;
import io.raptorflow.testkit.bus.BusFixture;
import io.raptorflow.testkit.bus.LiveBus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(BusFixture.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServiceIT {
  private final LiveBus live;
  private final Bus bus;
  private final Service service;

  ServiceIT(LiveBus live) {
    this.live = live;
    this.bus =
        Bus.connect(
            live.bus().settings(),
            InstantSource.system(),
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    this.service = Service.start(bus, Postgres.newDatabase());
  }

  @AfterAll
  void stop() {
    service.close();
    bus.close();
  }

  @Test
  void tellsItsHealth() {
    live.await()
        .untilAsserted(
            () -> {
              JsonNode health = service.get("/actuator/health").json();
              assertThat(health.path("status").asString()).isEqualTo("UP");
              JsonNode components = health.path("components");
              assertThat(components.path("bus").path("status").asString()).isEqualTo("UP");
              assertThat(components.path("database").path("status").asString()).isEqualTo("UP");
              assertThat(components.at("/projection/details/lag").asLong()).isZero();
            });
  }

  @Test
  void servesTheMetricsOfTheBus() {
    live.await()
        .untilAsserted(
            () ->
                assertThat(service.get("/actuator/prometheus").response().body())
                    .contains("raptor_projection_lag")
                    .contains("raptor_projection_skipped_total")
                    .contains("kafka_consumer_"));
  }

  @Test
  void servesAnOpenApiDocumentThatIsTrue() throws IOException {
    String served = service.get("/openapi.json").response().body();

    String expected = OpenApiCheck.expected(service.context());

    assertThat(served)
        .as("src/main/resources/openapi.json has drifted: copy target/openapi.json over it")
        .isEqualTo(expected);
  }

  @Test
  void givesTheLaunchPackAsAZip() throws Exception {
    Story story = Story.of(live).planned().gateOpened("{\"gate\":\"G1\"}").finished();
    live.await()
        .untilAsserted(
            () ->
                assertThat(
                        service
                            .get("/api/v3/status/" + story.run() + story.query())
                            .json()
                            .path("state")
                            .asString())
                    .isEqualTo("complete"));
    HttpRequest request =
        HttpRequest.newBuilder(service.uri("/api/v3/runs/" + story.run() + "/pack" + story.query()))
            .build();

    try (HttpClient http = HttpClient.newHttpClient()) {
      var response = http.send(request, BodyHandlers.ofByteArray());

      assertThat(response.headers().firstValue("content-type")).hasValue("application/zip");
      assertThat(entries(response.body())).isNotEmpty();
    }
  }

  @Test
  void servesADashboardThatLoadsNothingFromElsewhere() {
    Service.Answer page = service.get("/");

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'");
    assertThat(page.response().body())
        .contains("<title>RaptorFlow Codex</title>")
        .doesNotContainPattern("(src|href)=\"(https?:)?//");
  }

  private static List<String> entries(byte[] zip) throws IOException {
    List<String> names = new ArrayList<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    return names;
  }
}
