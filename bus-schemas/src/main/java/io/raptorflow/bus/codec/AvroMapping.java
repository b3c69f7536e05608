package io.raptorflow.bus.codec;

import io.raptorflow.bus.BusEvent;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/// Maps event records to generated Avro classes and back, component by field, by name.
///
/// A domain record and its schema must have the same names in any order; the first use of a pair
/// checks that and throws [IllegalStateException] naming the difference. Supported: texts, numbers,
/// booleans, [Instant], [UUID], [BigDecimal], enums (by name, also from text), records with one
/// component (ids), nested records, lists, null unions and unions of records (sealed interfaces).
///
/// Thread-safe.
public final class AvroMapping {
  private static final String GENERATED = "io.raptorflow.bus.avro.";

  static {
    AvroTrust.install();
  }

  private static final Map<String, Class<?>> NAMED = new ConcurrentHashMap<>();

  private final Map<Class<?>, Shape> shapes = new ConcurrentHashMap<>();

  /// Schema that an event type travels with.
  ///
  /// @throws IllegalStateException when no class was generated for it
  public static Schema schemaOf(Class<? extends BusEvent> type) {
    return SpecificData.get().getSchema(generated(type.getSimpleName()));
  }

  /// The event as an instance of its generated class.
  public SpecificRecord toAvro(BusEvent event) {
    return (SpecificRecord) writeRecord((Record) event, schemaOf(event.getClass()));
  }

  /// The event that an instance of a generated class stands for.
  ///
  /// @throws IllegalArgumentException when a value breaks a rule of the event, with the rule
  public BusEvent toEvent(SpecificRecord avro) {
    Class<?> type = domainType("io.raptorflow.bus." + avro.getSchema().getName());
    return (BusEvent) readRecord(avro, type);
  }

  private Object writeRecord(Record value, Schema schema) {
    SpecificRecord avro =
        (SpecificRecord) SpecificData.newInstance(generated(schema.getName()), schema);
    Shape shape = shape(value.getClass(), schema);
    for (int i = 0; i < shape.components.length; i++) {
      Schema.Field field = schema.getField(shape.components[i].getName());
      avro.put(field.pos(), write(read(shape.accessors[i], value), field.schema()));
    }
    return avro;
  }

  private @Nullable Object write(@Nullable Object value, Schema schema) {
    if (value == null) {
      return null;
    }
    return switch (schema.getType()) {
      case UNION -> write(value, branch(schema, value));
      case RECORD -> writeRecord((Record) value, schema);
      case ARRAY -> {
        List<@Nullable Object> items = new ArrayList<>();
        for (Object item : (List<?>) value) {
          items.add(write(item, schema.getElementType()));
        }
        yield items;
      }
      case ENUM -> constant(generated(schema.getName()), value.toString());
      case STRING -> schema.getLogicalType() == null ? text(value) : unwrap(value);
      default -> value;
    };
  }

  private static Schema branch(Schema union, Object value) {
    Schema only = null;
    for (Schema branch : union.getTypes()) {
      if (branch.getType() == Schema.Type.NULL) {
        continue;
      }
      if (branch.getType() != Schema.Type.RECORD
          || branch.getName().equals(value.getClass().getSimpleName())) {
        only = branch;
      }
    }
    if (only == null) {
      throw new IllegalStateException(value.getClass() + " is no branch of " + union);
    }
    return only;
  }

  private Object readRecord(SpecificRecord avro, Class<?> type) {
    Shape shape = shape(type, avro.getSchema());
    @Nullable Object[] arguments = new Object[shape.components.length];
    for (int i = 0; i < arguments.length; i++) {
      RecordComponent component = shape.components[i];
      Schema.Field field = avro.getSchema().getField(component.getName());
      arguments[i] = readValue(avro.get(field.pos()), component.getGenericType());
    }
    return construct(shape.constructor, arguments);
  }

  private @Nullable Object readValue(@Nullable Object value, Type type) {
    if (value == null) {
      return null;
    }
    if (type instanceof ParameterizedType list) {
      List<Object> items = new ArrayList<>();
      for (Object item : (List<?>) value) {
        Object read = readValue(item, list.getActualTypeArguments()[0]);
        if (read != null) {
          items.add(read);
        }
      }
      return items;
    }
    Class<?> target = (Class<?>) type;
    if (value instanceof SpecificRecord nested) {
      return readRecord(
          nested,
          target.isInterface()
              ? domainType(
                  target.getEnclosingClass().getName() + "$" + nested.getSchema().getName())
              : target);
    }
    if (target.isEnum()) {
      return constant(target, value.toString());
    }
    if (target.isRecord()) {
      return construct(shape(target, null).constructor, value);
    }
    return target == String.class ? value.toString() : value;
  }

  private Shape shape(Class<?> type, @Nullable Schema schema) {
    Shape known = shapes.get(type);
    if (known != null) {
      return known;
    }
    Shape shape = Shape.of(type, schema);
    shapes.put(type, shape);
    return shape;
  }

  /// What reflection knows of a record type, asked once: each question makes new objects, and a
  /// method object that is new has to find its way into the method again.
  private record Shape(
      RecordComponent[] components, Method[] accessors, Constructor<?> constructor) {

    static Shape of(Class<?> type, @Nullable Schema schema) {
      RecordComponent[] components = type.getRecordComponents();
      Class<?>[] types = new Class<?>[components.length];
      Method[] accessors = new Method[components.length];
      for (int i = 0; i < components.length; i++) {
        types[i] = components[i].getType();
        accessors[i] = components[i].getAccessor();
        if (schema != null && schema.getField(components[i].getName()) == null) {
          throw new IllegalStateException(
              "%s.%s has no field in schema %s"
                  .formatted(type.getSimpleName(), components[i].getName(), schema.getFullName()));
        }
      }
      if (schema != null && schema.getFields().size() != components.length) {
        throw new IllegalStateException(
            "schema %s has %d fields, %s has %d components"
                .formatted(
                    schema.getFullName(),
                    schema.getFields().size(),
                    type.getSimpleName(),
                    components.length));
      }
      try {
        return new Shape(components, accessors, type.getDeclaredConstructor(types));
      } catch (NoSuchMethodException missing) {
        throw new AssertionError("every record has its canonical constructor", missing);
      }
    }
  }

  private static String text(Object value) {
    return value.toString();
  }

  private Object unwrap(Object id) {
    if (id instanceof Record single) {
      Object inner = read(shape(single.getClass(), null).accessors[0], single);
      if (inner != null) {
        return inner;
      }
    }
    return id;
  }

  private static @Nullable Object read(Method accessor, Record value) {
    try {
      return accessor.invoke(value);
    } catch (IllegalAccessException | InvocationTargetException impossible) {
      throw new AssertionError("accessors of public records do not throw", impossible);
    }
  }

  private static Object construct(Constructor<?> constructor, @Nullable Object... arguments) {
    try {
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException refused) {
      if (refused.getCause() instanceof RuntimeException rule) {
        throw rule;
      }
      throw new AssertionError(constructor + " failed", refused);
    } catch (ReflectiveOperationException impossible) {
      throw new AssertionError(constructor + " is not callable", impossible);
    }
  }

  private static Object constant(Class<?> type, String name) {
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(name)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(type.getSimpleName() + " has no constant " + name);
  }

  private static Class<?> generated(String simpleName) {
    return NAMED.computeIfAbsent(
        GENERATED + simpleName, name -> named(name, "no Avro schema named "));
  }

  private static Class<?> domainType(String name) {
    return NAMED.computeIfAbsent(name, type -> named(type, "no event named "));
  }

  private static Class<?> named(String name, String otherwise) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException missing) {
      throw new IllegalStateException(otherwise + name, missing);
    }
  }
}
