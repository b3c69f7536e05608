package io.raptorflow.agent;

import dev.langchain4j.agent.tool.P;
import io.raptorflow.bus.CanonicalJson;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A Java method that a model may call: annotated with LangChain4j's `@Tool`, named by its `name`
/// or by the method's name in kebab case.
///
/// @param parameters JSON schema of the arguments
public record Tool(
    String name, String description, ObjectNode parameters, Object target, Method method) {
  private static final int RESULT_CHARACTERS_MAX = 20_000;

  /// The tools of an object: its methods with `@Tool`.
  public static List<Tool> of(Object target) {
    List<Tool> tools = new ArrayList<>();
    for (Method method : target.getClass().getDeclaredMethods()) {
      var annotation = method.getAnnotation(dev.langchain4j.agent.tool.Tool.class);
      if (annotation == null || Modifier.isStatic(method.getModifiers())) {
        continue;
      }
      method.setAccessible(true);
      Map<String, Type> members = new LinkedHashMap<>();
      for (Parameter parameter : method.getParameters()) {
        members.put(parameter.getName(), parameter.getParameterizedType());
      }
      ObjectNode schema = OutputSchema.object(members);
      for (Parameter parameter : method.getParameters()) {
        P explained = parameter.getAnnotation(P.class);
        if (explained != null
            && schema.path("properties").path(parameter.getName()) instanceof ObjectNode property) {
          property.put("description", explained.value());
        }
      }
      String name = annotation.name().isEmpty() ? kebab(method.getName()) : annotation.name();
      tools.add(new Tool(name, String.join(" ", annotation.value()), schema, target, method));
    }
    return tools;
  }

  /// Calls the method. A fault is an answer too: the model reads what went wrong.
  ///
  /// @param arguments JSON object
  public String call(String arguments) {
    try {
      JsonNode given = CanonicalJson.read(arguments.isBlank() ? "{}" : arguments);
      List<@Nullable Object> values = new ArrayList<>();
      for (Parameter parameter : method.getParameters()) {
        JsonNode value = given.path(parameter.getName());
        if (value.isMissingNode() || value.isNull()) {
          return "error: argument " + parameter.getName() + " is missing";
        }
        values.add(
            CanonicalJson.MAPPER.convertValue(
                value, CanonicalJson.MAPPER.constructType(parameter.getParameterizedType())));
      }
      Object result = method.invoke(target, values.toArray());
      String text =
          result instanceof Record || result instanceof List<?>
              ? CanonicalJson.write(result)
              : String.valueOf(result);
      return text.length() <= RESULT_CHARACTERS_MAX
          ? text
          : "error: the result has %d characters, at most %d are given; ask for less"
              .formatted(text.length(), RESULT_CHARACTERS_MAX);
    } catch (JacksonException | IllegalArgumentException broken) {
      return "error: " + broken.getMessage();
    } catch (InvocationTargetException failed) {
      return "error: " + failed.getCause();
    } catch (IllegalAccessException impossible) {
      throw new AssertionError("tools are made accessible", impossible);
    }
  }

  private static String kebab(String camel) {
    return camel.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }
}
