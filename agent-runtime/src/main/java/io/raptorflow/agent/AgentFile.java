package io.raptorflow.agent;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.Sha256;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// One agent as its author wrote it: a closed set of facts plus the prompt, verbatim.
///
/// @param prompt the body with the included passages before it; sent to the model as it stands
/// @param hash SHA-256 of facts, includes and prompt; goes into every answer
public record AgentFile(Facts facts, String prompt, String hash) {
  private static final Pattern SHAPE =
      Pattern.compile("\\A---\\n(.*?)\\n---\\n\\n?(.+)\\z", Pattern.DOTALL);
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  /// Who runs the agent: a model, or a [Computation] of the same id.
  public enum Engine {
    MODEL,
    JAVA,
    /// A computation first, to whose answer a model may add.
    JUDGED
  }

  /// How strong a model the agent needs; the router maps it to a model.
  public enum Tier {
    VOLUME,
    STANDARD,
    COUNCIL,
    /// No model, not even for the reading of a computed answer: `engine: java` alone.
    NONE
  }

  /// What one run may use.
  ///
  /// @param tokens most tokens of one answer, 1 to 32,000
  /// @param toolCalls most tool calls of one run, 0 to 32
  /// @param timeout longest run, up to ten minutes
  public record Limits(int tokens, int toolCalls, Duration timeout) {
    public Limits {
      if (tokens < 1 || tokens > 32_000) {
        throw new IllegalArgumentException("limits.tokens must be 1..32000, was " + tokens);
      }
      if (toolCalls < 0 || toolCalls > 32) {
        throw new IllegalArgumentException("limits.tool-calls must be 0..32, was " + toolCalls);
      }
      if (!timeout.isPositive() || timeout.compareTo(Duration.ofMinutes(10)) > 0) {
        throw new IllegalArgumentException("limits.timeout must be up to PT10M, was " + timeout);
      }
    }
  }

  /// The facts of an agent.
  ///
  /// @param does what it does, one sentence of at most 140 characters
  /// @param input names of the attachments that the agent reads; a `?` marks an optional one
  /// @param output simple name of the output record
  /// @param tools names of its tools
  /// @param include passages from `_shared/` that come before the prompt
  /// @param cache how long an equal question may be answered from the cache; zero is never
  public record Facts(
      AgentId id,
      String name,
      String does,
      Engine engine,
      Tier tier,
      List<String> input,
      String output,
      List<String> tools,
      List<String> include,
      Limits limits,
      Duration cache) {
    public Facts {
      input = List.copyOf(input);
      tools = List.copyOf(tools);
      include = List.copyOf(include);
      if (does.isBlank() || does.length() > 140) {
        throw new IllegalArgumentException(
            "does must be 1 to 140 characters, was " + does.length());
      }
      if (engine == Engine.MODEL && tier == Tier.NONE) {
        throw new IllegalArgumentException("tier must not be none for engine model");
      }
      if (cache.isNegative()) {
        throw new IllegalArgumentException("cache must not be negative, was " + cache);
      }
    }
  }

  /// Reads one file.
  ///
  /// @param origin name of the file, for messages
  /// @param passages shared passages by name
  /// @throws AgentFileException when the file breaks a rule; the message names file, key and rule
  public static AgentFile parse(String origin, String text, Map<String, String> passages) {
    Matcher shape = SHAPE.matcher(text.replace("\r\n", "\n"));
    if (!shape.matches()) {
      throw new AgentFileException(
          origin, "must be facts between two lines of ---, then the prompt");
    }
    Facts facts = facts(origin, shape.group(1));
    StringBuilder prompt = new StringBuilder();
    for (String include : facts.include()) {
      String passage = passages.get(include);
      if (passage == null) {
        throw new AgentFileException(
            origin,
            "include: no passage named '"
                + include
                + "' in _shared, known "
                + new TreeMap<>(passages).keySet());
      }
      prompt.append(passage.strip()).append("\n\n");
    }
    prompt.append(shape.group(2).strip()).append('\n');
    return new AgentFile(
        facts, prompt.toString(), Sha256.hex(CanonicalJson.write(facts) + "\n" + prompt));
  }

  private static Facts facts(String origin, String yaml) {
    Written written;
    try {
      written = YAML.readValue(yaml, Written.class);
    } catch (JacksonException broken) {
      throw new AgentFileException(origin, broken.getOriginalMessage());
    }
    try {
      return written.facts();
    } catch (IllegalArgumentException broken) {
      throw new AgentFileException(origin, String.valueOf(broken.getMessage()));
    }
  }

  /// The keys as they are spelled in files.
  private record Written(
      @Nullable String id,
      @Nullable String name,
      @Nullable String does,
      @Nullable String engine,
      @Nullable String tier,
      @Nullable List<String> input,
      @Nullable String output,
      @Nullable List<String> tools,
      @Nullable List<String> include,
      @Nullable Map<String, String> limits,
      @Nullable String cache) {

    Facts facts() {
      Map<String, String> limit = needed("limits", limits);
      if (!limit.keySet().equals(Set.of("tokens", "tool-calls", "timeout"))) {
        throw new IllegalArgumentException(
            "limits must have exactly tokens, tool-calls and timeout, has " + limit.keySet());
      }
      return new Facts(
          new AgentId(needed("id", id)),
          needed("name", name),
          needed("does", does),
          constant("engine", Engine.class, needed("engine", engine)),
          constant("tier", Tier.class, needed("tier", tier)),
          needed("input", input),
          needed("output", output),
          needed("tools", tools),
          needed("include", include),
          new Limits(
              number("limits.tokens", limit.get("tokens")),
              number("limits.tool-calls", limit.get("tool-calls")),
              duration("limits.timeout", limit.get("timeout"))),
          duration("cache", cache));
    }

    private static <T> T needed(String key, @Nullable T value) {
      if (value == null) {
        throw new IllegalArgumentException("key " + key + " is missing");
      }
      return value;
    }

    private static int number(String key, @Nullable String value) {
      try {
        return Integer.parseInt(needed(key, value));
      } catch (NumberFormatException notNumber) {
        throw new IllegalArgumentException(
            key + " must be a whole number, was '" + value + "'", notNumber);
      }
    }

    private static Duration duration(String key, @Nullable String value) {
      try {
        return Duration.parse(needed(key, value));
      } catch (DateTimeParseException notDuration) {
        throw new IllegalArgumentException(
            key + " must be an ISO 8601 duration such as PT30S, was '" + value + "'", notDuration);
      }
    }

    private static <E extends Enum<E>> E constant(String key, Class<E> type, String value) {
      for (E constant : type.getEnumConstants()) {
        if (constant.name().toLowerCase(Locale.ROOT).equals(value)) {
          return constant;
        }
      }
      throw new IllegalArgumentException(key + " has no value '" + value + "'");
    }
  }
}
