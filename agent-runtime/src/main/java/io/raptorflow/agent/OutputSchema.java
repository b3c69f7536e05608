package io.raptorflow.agent;

import io.raptorflow.bus.CanonicalJson;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// JSON schema (draft 2020-12) of an output record: every component required, nothing else allowed.
///
/// Generators of the libraries leave fields optional, and a model then leaves them out; so the
/// schema is ours. Components may be texts, numbers, booleans, enums, dates, lists and records.
///
/// @param name simple name of the record
/// @param json the schema
public record OutputSchema(String name, ObjectNode json) {

  /// @throws IllegalArgumentException naming the component whose type has no schema
  public static OutputSchema of(Class<? extends Record> type) {
    return new OutputSchema(type.getSimpleName(), object(type));
  }

  /// Schema of an object with the given members, all required.
  static ObjectNode object(Map<String, Type> members) {
    ObjectNode schema = node().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = schema.putArray("required");
    members.forEach(
        (name, type) -> {
          properties.set(name, element(name, type));
          required.add(name);
        });
    return schema.put("additionalProperties", false);
  }

  private static ObjectNode object(Class<?> record) {
    Map<String, Type> members = new LinkedHashMap<>();
    for (RecordComponent component : record.getRecordComponents()) {
      members.put(component.getName(), component.getGenericType());
    }
    return object(members);
  }

  private static ObjectNode element(String name, Type type) {
    if (type instanceof ParameterizedType list
        && list.getRawType() instanceof Class<?> raw
        && Iterable.class.isAssignableFrom(raw)) {
      ObjectNode array = node().put("type", "array");
      array.set("items", element(name, list.getActualTypeArguments()[0]));
      return array;
    }
    if (type instanceof Class<?> plain) {
      if (plain.isRecord()) {
        return object(plain);
      }
      if (plain.isEnum()) {
        ObjectNode choice = node().put("type", "string");
        ArrayNode values = choice.putArray("enum");
        for (Object constant : plain.getEnumConstants()) {
          values.add(((Enum<?>) constant).name());
        }
        return choice;
      }
      String simple = simpleType(plain);
      if (!simple.isEmpty()) {
        return node().put("type", simple);
      }
    }
    throw new IllegalArgumentException("component " + name + " of type " + type + " has no schema");
  }

  private static String simpleType(Class<?> type) {
    if (type == String.class || type == LocalDate.class) {
      return "string";
    }
    if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
      return "integer";
    }
    if (type == double.class || type == Double.class || type == BigDecimal.class) {
      return "number";
    }
    return type == boolean.class || type == Boolean.class ? "boolean" : "";
  }

  private static ObjectNode node() {
    return JsonNodeFactory.instance.objectNode();
  }

  /// The schema as text.
  public String text() {
    return CanonicalJson.write(json);
  }
}
