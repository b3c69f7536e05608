package io.raptorflow.ingress;

import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.ingress.check.AssetCheck;
import io.raptorflow.ingress.db.DataSourceSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/// The running service as a client sees it.
final class Service implements AutoCloseable {
  private final ConfigurableApplicationContext context;
  private final HttpClient http = HttpClient.newHttpClient();
  private final int port;

  private Service(ConfigurableApplicationContext context) {
    this.context = context;
    this.port = IngressApplication.port(context);
  }

  /// An answer, its body read as JSON when it is JSON.
  record Answer(int status, HttpResponse<String> response, JsonNode json) {
    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  static Service start(Bus bus, DataSourceSettings database) {
    return start(bus, IngressSettings.standard(), database);
  }

  static Service start(Bus bus, IngressSettings settings, DataSourceSettings database) {
    return new Service(
        IngressApplication.start(bus, settings, () -> database, Map.of(), AssetCheck.NONE));
  }

  ConfigurableApplicationContext context() {
    return context;
  }

  int port() {
    return port;
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  Answer get(String path, String... headers) {
    return send(HttpRequest.newBuilder(uri(path)).GET(), headers);
  }

  Answer post(String path, Object body, String... headers) {
    String json = body instanceof String text ? text : CanonicalJson.write(body);
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)),
        headers);
  }

  Answer patch(String path, Object body, String... headers) {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .method("PATCH", HttpRequest.BodyPublishers.ofString(CanonicalJson.write(body))),
        headers);
  }

  private Answer send(HttpRequest.Builder request, String... headers) {
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  Answer send(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      boolean json =
          response.headers().firstValue("content-type").orElse("").contains("json")
              && !response.body().isEmpty();
      return new Answer(
          response.statusCode(), response, CanonicalJson.read(json ? response.body() : "{}"));
    } catch (IOException broken) {
      throw new IllegalStateException("the service did not answer", broken);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  @Override
  public void close() {
    context.close();
    http.close();
  }
}
