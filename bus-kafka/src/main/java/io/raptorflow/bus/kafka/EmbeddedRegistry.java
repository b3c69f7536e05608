package io.raptorflow.bus.kafka;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.kafka.RegistryLedger.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// A schema registry for one machine: a subset of Confluent's REST protocol on loopback, kept on
/// the compacted topic `_schemas` in Confluent's own layout. One writer per topic: it elects no
/// leader.
///
/// Offers: subjects, register, look up, by id, versions, compatibility check, config, mode. Refuses
/// what no reader would understand, see [io.raptorflow.bus.codec.SchemaRules]. Has no references,
/// JSON Schema, Protobuf, authentication, contexts or permanent deletion.
public final class EmbeddedRegistry implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRegistry.class);
  private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final int BODY_BYTES_MAX = 1024 * 1024;

  private final HttpServer server;
  private final ExecutorService threads;
  private final RegistryLedger ledger;

  private EmbeddedRegistry(HttpServer server, ExecutorService threads, RegistryLedger ledger) {
    this.server = server;
    this.threads = threads;
    this.ledger = ledger;
  }

  /// Reads what the topic holds and serves it.
  ///
  /// @param port 0 chooses a free one
  public static EmbeddedRegistry start(String bootstrapServers, int port) {
    RegistryLedger ledger = RegistryLedger.open(bootstrapServers);
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
      EmbeddedRegistry registry = new EmbeddedRegistry(server, threads, ledger);
      server.setExecutor(threads);
      server.createContext("/", registry::handle);
      server.start();
      LOG.atInfo().addKeyValue("url", registry.url()).log("schema registry is up");
      return registry;
    } catch (IOException refused) {
      ledger.close();
      throw new IllegalStateException("cannot listen on loopback port " + port, refused);
    }
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
    ledger.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      int status = 200;
      Object answer;
      try {
        answer = answer(exchange);
      } catch (Refusal refusal) {
        status = refusal.code() / (refusal.code() > 999 ? 100 : 1);
        answer = Map.of("error_code", refusal.code(), "message", message(refusal));
      } catch (JacksonException notJson) {
        status = 400;
        answer = Map.of("error_code", 400, "message", "the body is no JSON");
      } catch (RuntimeException failed) {
        LOG.atError().setCause(failed).log("schema registry failed");
        status = 500;
        answer = Map.of("error_code", 50001, "message", "the backend store failed");
      }
      byte[] body = CanonicalJson.write(answer).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", MEDIA_TYPE);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Object answer(HttpExchange exchange) throws IOException {
    List<String> path =
        List.of(exchange.getRequestURI().getRawPath().substring(1).split("/")).stream()
            .map(part -> URLDecoder.decode(part, StandardCharsets.UTF_8))
            .toList();
    String route = exchange.getRequestMethod() + " " + route(path);
    return switch (route) {
      case "GET /" -> Map.of();
      case "GET /subjects" -> ledger.subjects();
      case "GET /subjects/versions" -> ledger.versions(path.get(1));
      case "GET /subjects/versions/*" -> ledger.version(path.get(1), path.get(3)).describe();
      case "POST /subjects" -> ledger.lookUp(path.get(1), schema(exchange)).describe();
      case "POST /subjects/versions" ->
          Map.of("id", ledger.register(path.get(1), schema(exchange)).id());
      case "GET /schemas/ids" -> Map.of("schema", ledger.byId(number(path.get(2))).schema());
      case "GET /schemas/types" -> List.of("AVRO");
      case "GET /config", "GET /config/*" ->
          Map.of("compatibilityLevel", ledger.level(path.size() > 1 ? path.get(1) : ""));
      case "PUT /config", "PUT /config/*" -> {
        String level = body(exchange).path("compatibility").asString("");
        ledger.configure(path.size() > 1 ? path.get(1) : "", level);
        yield Map.of("compatibility", level);
      }
      case "GET /mode" -> Map.of("mode", "READWRITE");
      case "POST /compatibility" ->
          Map.of(
              "is_compatible",
              ledger.problems(path.get(2), path.get(4), schema(exchange)).isEmpty());
      default -> throw new Refusal(404, "HTTP 404 Not Found");
    };
  }

  /// The path without its variable parts, as far as they do not decide what is asked.
  private static String route(List<String> path) {
    return switch (path.getFirst()) {
      case "" -> "/";
      case "subjects" ->
          switch (path.size()) {
            case 1, 2 -> "/subjects";
            case 3 -> "/subjects/" + path.get(2);
            default -> "/subjects/" + path.get(2) + "/*";
          };
      case "schemas" -> path.size() > 1 ? "/schemas/" + path.get(1) : "?";
      case "config" -> path.size() == 1 ? "/config" : "/config/*";
      case "mode" -> "/mode";
      case "compatibility" -> path.size() == 5 ? "/compatibility" : "?";
      default -> "?";
    };
  }

  private static String schema(HttpExchange exchange) throws IOException {
    JsonNode body = body(exchange);
    String type = body.path("schemaType").asString("AVRO");
    if (!type.equals("AVRO") || body.path("references").size() > 0) {
      throw new Refusal(42201, "only Avro schemas without references are kept here");
    }
    return body.path("schema").asString("");
  }

  private static JsonNode body(HttpExchange exchange) throws IOException {
    byte[] bytes = exchange.getRequestBody().readNBytes(BODY_BYTES_MAX + 1);
    if (bytes.length > BODY_BYTES_MAX) {
      throw new Refusal(413, "the body exceeds " + BODY_BYTES_MAX + " bytes");
    }
    return CanonicalJson.read(new String(bytes, StandardCharsets.UTF_8));
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException notNumber) {
      throw new Refusal(404, "HTTP 404 Not Found");
    }
  }

  private static String message(Refusal refusal) {
    return String.valueOf(refusal.getMessage());
  }
}
