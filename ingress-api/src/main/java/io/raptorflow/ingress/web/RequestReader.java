package io.raptorflow.ingress.web;

import io.raptorflow.bus.RunId;
import io.raptorflow.bus.WorkspaceId;
import io.raptorflow.ingress.IngressSettings;
import io.raptorflow.ingress.command.Issue;
import io.raptorflow.ingress.command.Origin;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads requests strictly: a body of limited size, JSON without unknown or doubled fields, ids in
/// their shape. What does not fit is refused with the field, the value and the rule.
final class RequestReader {
  static final String WORKSPACE_HEADER = "X-Raptor-Workspace";
  static final String KEY_HEADER = "Idempotency-Key";
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private final IngressSettings settings;
  private final InstantSource time;

  RequestReader(IngressSettings settings, InstantSource time) {
    this.settings = settings;
    this.time = time;
  }

  <T> T body(HttpServletRequest request, Class<T> type) {
    int most = settings.limits().bodyBytesMax();
    String contentType = request.getContentType();
    if (contentType == null
        || !contentType.toLowerCase(Locale.ROOT).startsWith("application/json")) {
      throw RequestRefused.of(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE,
          new Issue("Content-Type", String.valueOf(contentType), "is application/json"));
    }
    byte[] bytes;
    try {
      bytes = request.getInputStream().readNBytes(most + 1);
    } catch (IOException cut) {
      throw new RequestRefused(HttpStatus.BAD_REQUEST, "the body did not arrive", List.of());
    }
    if (bytes.length > most) {
      throw RequestRefused.of(
          HttpStatus.CONTENT_TOO_LARGE,
          new Issue("", "more than " + most + " bytes", "a body has at most " + most + " bytes"));
    }
    JsonNode tree = tree(bytes);
    if (!tree.isObject()) {
      throw RequestRefused.of(
          HttpStatus.BAD_REQUEST, new Issue("", tree.getNodeType().name(), "is a JSON object"));
    }
    try {
      return STRICT.treeToValue(tree, type);
    } catch (JacksonException unfit) {
      throw RequestRefused.of(
          HttpStatus.UNPROCESSABLE_CONTENT,
          new Issue(pointer(unfit), "", firstLine(unfit.getOriginalMessage())));
    }
  }

  private static JsonNode tree(byte[] bytes) {
    try {
      return STRICT.readTree(bytes);
    } catch (JacksonException malformed) {
      TokenStreamLocation at = malformed.getLocation();
      throw RequestRefused.of(
          HttpStatus.BAD_REQUEST,
          new Issue(
              "",
              at == null ? "" : "line %d, column %d".formatted(at.getLineNr(), at.getColumnNr()),
              "is JSON: " + firstLine(malformed.getOriginalMessage())));
    }
  }

  /// The workspace that a request is about: header, parameter, or the default.
  WorkspaceId workspace(HttpServletRequest request) {
    String header = request.getHeader(WORKSPACE_HEADER);
    String parameter = request.getParameter("workspace");
    if (header != null && parameter != null && !header.equals(parameter)) {
      throw RequestRefused.of(
          HttpStatus.UNPROCESSABLE_CONTENT,
          new Issue("workspace", parameter, "is the same as in " + WORKSPACE_HEADER));
    }
    String named = header != null ? header : parameter;
    return workspace(named == null ? settings.workspace() : named);
  }

  /// The workspace of a request whose body may name one.
  WorkspaceId workspace(HttpServletRequest request, @Nullable String inBody) {
    if (inBody == null) {
      return workspace(request);
    }
    boolean named =
        request.getHeader(WORKSPACE_HEADER) != null || request.getParameter("workspace") != null;
    if (named && !workspace(request).value().equals(inBody)) {
      throw RequestRefused.of(
          HttpStatus.UNPROCESSABLE_CONTENT,
          new Issue("/workspace", inBody, "is the same as in " + WORKSPACE_HEADER));
    }
    return workspace(inBody);
  }

  Origin origin(HttpServletRequest request, WorkspaceId workspace) {
    String key = request.getHeader(KEY_HEADER);
    if (key != null && !KEY.matcher(key).matches()) {
      throw RequestRefused.of(
          HttpStatus.UNPROCESSABLE_CONTENT,
          new Issue(KEY_HEADER, key, "has 1 to 255 visible ASCII characters"));
    }
    return new Origin(workspace, key == null ? UUID.randomUUID().toString() : key, time.instant());
  }

  static boolean hasKey(HttpServletRequest request) {
    return request.getHeader(KEY_HEADER) != null;
  }

  RunId run(String id) {
    try {
      return RunId.of(id);
    } catch (IllegalArgumentException noUuid) {
      throw RequestRefused.unknownRun(id);
    }
  }

  private static WorkspaceId workspace(String name) {
    try {
      return new WorkspaceId(name);
    } catch (IllegalArgumentException wrong) {
      throw RequestRefused.of(
          HttpStatus.UNPROCESSABLE_CONTENT,
          new Issue("workspace", name, "has 1 to 64 characters of [a-z0-9-]"));
    }
  }

  private static String pointer(JacksonException unfit) {
    StringBuilder pointer = new StringBuilder();
    for (JacksonException.Reference step : unfit.getPath()) {
      pointer
          .append('/')
          .append(step.getPropertyName() == null ? step.getIndex() : step.getPropertyName());
    }
    return pointer.toString();
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }
}
