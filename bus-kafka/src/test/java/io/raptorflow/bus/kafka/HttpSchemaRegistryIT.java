package io.raptorflow.bus.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.raptorflow.bus.CanonicalJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpSchemaRegistryIT {
  private static final Schema TEXT = Schema.create(Schema.Type.STRING);

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<String> credentials = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private volatile int status = 200;
  private volatile String answer = CanonicalJson.write(Map.of("id", 7, "schema", "\"string\""));

  HttpSchemaRegistryIT() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void serve() {
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            credentials.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void asksOnceForWhatItKnows() {
    try (HttpSchemaRegistry registry = registry(Map.of())) {
      registry.byId(7);
      registry.byId(7);
      registry.register("a-value", TEXT);

      int id = registry.register("a-value", TEXT);

      assertThat(id).isEqualTo(7);
      assertThat(asked).containsExactly("GET /schemas/ids/7", "POST /subjects/a-value/versions");
    }
  }

  @Test
  void forgetsTheLeastRecentAboveItsLimit() {
    try (HttpSchemaRegistry registry = registry(Map.of("max.schemas.per.subject", "2"))) {
      registry.byId(1);
      registry.byId(2);
      registry.byId(3);

      registry.byId(1);

      assertThat(asked).hasSize(4);
    }
  }

  @Test
  void knowsItsSchemasThroughAnOutage() {
    try (HttpSchemaRegistry registry = registry(Map.of())) {
      registry.byId(7);
      status = 503;

      Schema known = registry.byId(7);

      assertThat(known).isEqualTo(TEXT);
      assertThatThrownBy(() -> registry.byId(8)).isInstanceOf(RegistryUnavailable.class);
    }
  }

  @Test
  void tellsRefusalsFromOutages() {
    try (HttpSchemaRegistry registry = registry(Map.of())) {
      for (int refusal : List.of(404, 409, 422)) {
        status = refusal;
        assertThatThrownBy(() -> registry.byId(9)).isInstanceOf(SerializationException.class);
      }
      for (int outage : List.of(401, 403, 429, 500, 503)) {
        status = outage;
        assertThatThrownBy(() -> registry.byId(9)).isInstanceOf(RegistryUnavailable.class);
      }
    }
  }

  @Test
  void sendsItsCredentials() {
    try (HttpSchemaRegistry registry =
        registry(
            Map.of(
                "basic.auth.credentials.source", "USER_INFO",
                "basic.auth.user.info", "ann:secret"))) {
      registry.byId(7);

      assertThat(credentials).containsExactly("Basic YW5uOnNlY3JldA==");
    }
  }

  @Test
  void asksTheNextAddressWhenOneDoesNotAnswer() {
    String dead = "http://127.0.0.1:1";
    try (HttpSchemaRegistry registry =
        new HttpSchemaRegistry(
            HttpSchemaRegistry.Settings.from(Map.of("schema.registry.url", dead + ", " + url())))) {
      assertThat(registry.byId(7)).isEqualTo(TEXT);
    }
  }

  @Test
  void refusesSchemasThatReferToOthers() {
    answer = "{\"schema\":\"\\\"string\\\"\",\"references\":[{\"name\":\"x\"}]}";
    try (HttpSchemaRegistry registry = registry(Map.of())) {
      assertThatThrownBy(() -> registry.byId(7)).hasMessageContaining("refers to other schemas");
    }
  }

  private HttpSchemaRegistry registry(Map<String, String> more) {
    Map<String, String> configuration = new java.util.HashMap<>(more);
    configuration.put("schema.registry.url", url());
    return new HttpSchemaRegistry(HttpSchemaRegistry.Settings.from(configuration));
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }
}
