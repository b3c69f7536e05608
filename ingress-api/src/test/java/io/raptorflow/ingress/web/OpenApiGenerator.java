package io.raptorflow.ingress.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import tools.jackson.databind.JsonNode;

/// OpenAPI 3.1 from what the server really maps and the records that it really reads and writes.
final class OpenApiGenerator {
  private static final String JSON = "application/json";

  private final Map<String, Object> schemas = new TreeMap<>();

  Map<String, Object> document(Map<RequestMappingInfo, HandlerMethod> mappings) {
    Map<String, Map<String, Object>> paths = new TreeMap<>();
    mappings.forEach(
        (mapping, handler) -> {
          if (handler.getBeanType().getPackage().equals(getClass().getPackage())) {
            for (String path : mapping.getPatternValues()) {
              for (var method : mapping.getMethodsCondition().getMethods()) {
                paths
                    .computeIfAbsent(path.replace("{*", "{"), _ -> new TreeMap<>())
                    .put(
                        method.name().toLowerCase(Locale.ROOT),
                        operation(path, handler.getMethod()));
              }
            }
          }
        });
    schema(Problem.class);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("openapi", "3.1.0");
    document.put(
        "info",
        Map.of(
            "title", "RaptorFlow Codex",
            "version", "3",
            "description",
                "Commands go in as events; what comes back is read from a projection of the bus."));
    document.put("paths", paths);
    document.put(
        "components",
        Map.of(
            "schemas",
            schemas,
            "securitySchemes",
            Map.of(
                "token",
                Map.of(
                    "type", "http",
                    "scheme", "bearer",
                    "description",
                        "Needed when the server is started with RAPTOR_API_TOKEN. Tokens of"
                            + " RAPTOR_API_TOKENS have roles and open /api/v3/dlq only."))));
    document.put("security", List.of(Map.of(), Map.of("token", List.of())));
    return document;
  }

  /// What `application/problem+json` holds here (RFC 9457).
  private record Problem(
      String type,
      String title,
      int status,
      @Nullable String detail,
      @Nullable String instance,
      @Nullable List<io.raptorflow.ingress.command.Issue> issues,
      ProblemAdvice.@Nullable Position at) {}

  private Map<String, Object> operation(String path, Method method) {
    Operation said =
        Optional.ofNullable(method.getAnnotation(Operation.class))
            .orElseThrow(() -> new AssertionError(method + " lacks @Operation"));
    Map<String, Object> operation = new LinkedHashMap<>();
    operation.put("operationId", method.getName());
    operation.put("summary", said.summary());
    List<Map<String, Object>> parameters = parameters(path, method, said);
    if (!parameters.isEmpty()) {
      operation.put("parameters", parameters);
    }
    if (said.body() != Void.class) {
      operation.put(
          "requestBody", Map.of("required", true, "content", content(JSON, schema(said.body()))));
    }
    Map<String, Object> responses = new TreeMap<>();
    responses.put(
        Integer.toString(said.status()),
        Map.of(
            "description",
            said.status() == 202 ? "Taken on" : "Found",
            "content",
            content(said.produces(), result(method, said))));
    responses.put(
        "default",
        Map.of(
            "description",
            "A problem: what, where, which rule",
            "content",
            content("application/problem+json", schema(Problem.class))));
    operation.put("responses", responses);
    return operation;
  }

  private static Map<String, Object> content(String mediaType, Map<String, Object> schema) {
    return Map.of(mediaType, Map.of("schema", schema));
  }

  private Map<String, Object> result(Method method, Operation said) {
    Type type = method.getGenericReturnType();
    if (type instanceof ParameterizedType generic && generic.getRawType() == ResponseEntity.class) {
      type = generic.getActualTypeArguments()[0];
    }
    if (said.produces().equals(JSON) && type != byte[].class) {
      return schema(type);
    }
    return said.produces().equals(JSON) ? Map.of() : Map.of("type", "string");
  }

  private List<Map<String, Object>> parameters(String path, Method method, Operation said) {
    List<Map<String, Object>> parameters = new ArrayList<>();
    for (Parameter parameter : method.getParameters()) {
      if (parameter.isAnnotationPresent(PathVariable.class)) {
        parameters.add(parameter(parameter.getName(), "path", true, "string"));
      } else if (parameter.isAnnotationPresent(RequestParam.class)) {
        parameters.add(
            parameter(
                parameter.getName(),
                "query",
                false,
                parameter.getType() == int.class ? "integer" : "string"));
      }
    }
    boolean outsideRuns =
        path.startsWith(DeadLetterPresenter.PATH) || path.startsWith("/api/v3/guardian");
    if (path.startsWith("/api/") && !path.endsWith("/agents") && !outsideRuns) {
      parameters.add(parameter("workspace", "query", false, "string"));
      parameters.add(parameter(RequestReader.WORKSPACE_HEADER, "header", false, "string"));
    }
    if (said.body() != Void.class && !outsideRuns) {
      parameters.add(parameter(RequestReader.KEY_HEADER, "header", false, "string"));
    }
    if (path.endsWith("/stream")) {
      parameters.add(parameter(StreamController.LAST_EVENT_ID, "header", false, "string"));
      parameters.add(parameter("resumeFrom", "query", false, "string"));
    }
    return parameters;
  }

  private static Map<String, Object> parameter(
      String name, String in, boolean required, String type) {
    Map<String, Object> parameter = new LinkedHashMap<>();
    parameter.put("name", name);
    parameter.put("in", in);
    parameter.put("required", required);
    parameter.put("schema", Map.of("type", type));
    return parameter;
  }

  private Map<String, Object> schema(Type type) {
    if (type instanceof ParameterizedType generic) {
      return generic.getRawType() == List.class
          ? Map.of("type", "array", "items", schema(generic.getActualTypeArguments()[0]))
          : Map.of(
              "type",
              "object",
              "additionalProperties",
              schema(generic.getActualTypeArguments()[1]));
    }
    if (!(type instanceof Class<?> raw)) {
      throw new AssertionError("no schema for " + type);
    }
    if (raw.isRecord()) {
      return record(raw);
    }
    return switch (raw.getName()) {
      case "java.lang.String" -> Map.of("type", "string");
      case "int", "long", "java.lang.Integer" -> Map.of("type", "integer");
      case "boolean", "java.lang.Boolean" -> Map.of("type", "boolean");
      default -> other(raw);
    };
  }

  private static Map<String, Object> other(Class<?> raw) {
    if (raw == BigDecimal.class) {
      return Map.of("type", "number");
    }
    if (raw == Instant.class) {
      return Map.of("type", "string", "format", "date-time");
    }
    if (raw == JsonNode.class) {
      return Map.of();
    }
    throw new AssertionError("no schema for " + raw);
  }

  private Map<String, Object> record(Class<?> raw) {
    if (!schemas.containsKey(raw.getSimpleName())) {
      Map<String, Object> properties = new LinkedHashMap<>();
      List<String> required = new ArrayList<>();
      schemas.put(raw.getSimpleName(), Map.of());
      for (RecordComponent component : raw.getRecordComponents()) {
        String name = name(raw, component);
        properties.put(name, schema(component.getGenericType()));
        if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
          required.add(name);
        }
      }
      Map<String, Object> schema = new LinkedHashMap<>();
      schema.put("type", "object");
      schema.put("properties", properties);
      if (!required.isEmpty()) {
        schema.put("required", required);
      }
      schemas.put(raw.getSimpleName(), schema);
    }
    return Map.of("$ref", "#/components/schemas/" + raw.getSimpleName());
  }

  private static String name(Class<?> raw, RecordComponent component) {
    try {
      JsonProperty named =
          raw.getDeclaredField(component.getName()).getAnnotation(JsonProperty.class);
      return named == null ? component.getName() : named.value();
    } catch (NoSuchFieldException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
