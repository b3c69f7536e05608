package io.raptorflow.bus.kafka;

import io.raptorflow.bus.CanonicalJson;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.apache.kafka.common.errors.SerializationException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Client of a registry that speaks Confluent's REST protocol. Known answers are cached, so known
/// schemas outlive an outage. Thread-safe; no lock is held during a request.
final class HttpSchemaRegistry implements SchemaRegistry, AutoCloseable {
  private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";

  /// How to reach the registry.
  ///
  /// @param userInfo `user:password` for basic authentication
  /// @param cacheSize schemas and ids kept, each
  record Settings(
      List<URI> addresses,
      Optional<String> userInfo,
      Duration connectTimeout,
      Duration readTimeout,
      int cacheSize) {

    static Settings from(Map<String, ?> configuration) {
      Object url = configuration.get(BusSettings.REGISTRY_URL);
      if (url == null) {
        throw new IllegalArgumentException(BusSettings.REGISTRY_URL + " is not set");
      }
      List<URI> addresses =
          List.of(url.toString().split(",")).stream().map(String::trim).map(URI::create).toList();
      return new Settings(
          addresses,
          Optional.ofNullable(configuration.get(BusSettings.AUTH_USER)).map(Object::toString),
          Duration.ofMillis(number(configuration, BusSettings.CONNECT_TIMEOUT, 3_000)),
          Duration.ofMillis(number(configuration, BusSettings.READ_TIMEOUT, 5_000)),
          number(configuration, BusSettings.CACHE_SIZE, 1_000));
    }

    private static int number(Map<String, ?> configuration, String key, int otherwise) {
      Object value = configuration.get(key);
      return value == null ? otherwise : Integer.parseInt(value.toString());
    }
  }

  private record Subject(String name, Schema schema) {}

  private final Settings settings;
  private final HttpClient http;
  private final Map<Subject, Integer> ids;
  private final Map<Integer, Schema> schemas;

  HttpSchemaRegistry(Settings settings) {
    this.settings = settings;
    this.http = HttpClient.newBuilder().connectTimeout(settings.connectTimeout()).build();
    this.ids = bounded(settings.cacheSize());
    this.schemas = bounded(settings.cacheSize());
  }

  @Override
  public int register(String subject, Schema schema) {
    return id(subject, schema, "/subjects/" + encoded(subject) + "/versions");
  }

  @Override
  public int idOf(String subject, Schema schema) {
    return id(subject, schema, "/subjects/" + encoded(subject));
  }

  @Override
  public Schema byId(int id) {
    Schema known = schemas.get(id);
    if (known != null) {
      return known;
    }
    JsonNode answer = ask("/schemas/ids/" + id, Optional.empty());
    if (answer.path("references").size() > 0) {
      throw new SerializationException(
          "schema " + id + " refers to other schemas, which this serde does not resolve");
    }
    try {
      Schema schema = new Schema.Parser().parse(answer.path("schema").asString());
      schemas.put(id, schema);
      return schema;
    } catch (SchemaParseException notAvro) {
      throw new SerializationException("schema " + id + " is no Avro schema", notAvro);
    }
  }

  @Override
  public void close() {
    http.close();
  }

  private int id(String subject, Schema schema, String path) {
    Subject wanted = new Subject(subject, schema);
    Integer known = ids.get(wanted);
    if (known != null) {
      return known;
    }
    String body = CanonicalJson.write(Map.of("schema", schema.toString()));
    int id = ask(path, Optional.of(body)).path("id").asInt();
    ids.put(wanted, id);
    return id;
  }

  private JsonNode ask(String path, Optional<String> body) {
    RegistryUnavailable last = null;
    for (URI address : settings.addresses()) {
      try {
        return ask(address, path, body);
      } catch (RegistryUnavailable unavailable) {
        last = unavailable;
      }
    }
    throw last == null ? new RegistryUnavailable("no registry address", null) : last;
  }

  private JsonNode ask(URI address, String path, Optional<String> body) {
    String base = address.toString().replaceAll("/+$", "");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(settings.readTimeout())
            .header("Accept", MEDIA_TYPE);
    body.ifPresent(
        text ->
            request
                .header("Content-Type", MEDIA_TYPE)
                .POST(HttpRequest.BodyPublishers.ofString(text)));
    settings
        .userInfo()
        .map(user -> Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)))
        .ifPresent(user -> request.header("Authorization", "Basic " + user));
    try {
      return read(base + path, http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException unreachable) {
      throw new RegistryUnavailable("schema registry at " + base + " is unreachable", unreachable);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new RegistryUnavailable("interrupted while asking " + base, stopped);
    }
  }

  private static JsonNode read(String what, HttpResponse<String> response) {
    int status = response.statusCode();
    // Refused credentials are our fault, not the record's, so they count as an outage too.
    if (status >= 500 || status == 429 || status == 408 || status == 401 || status == 403) {
      throw new RegistryUnavailable(what + " answered " + status, null);
    }
    if (status != 200) {
      throw new RegistryRefusal(what + " answered " + status + ": " + response.body(), status);
    }
    try {
      return CanonicalJson.read(response.body());
    } catch (JacksonException noRegistry) {
      throw new RegistryUnavailable(what + " answered no JSON", noRegistry);
    }
  }

  private static String encoded(String subject) {
    return URLEncoder.encode(subject, StandardCharsets.UTF_8);
  }

  private static <K, V> Map<K, V> bounded(int size) {
    return Collections.synchronizedMap(
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > size;
          }
        });
  }
}
