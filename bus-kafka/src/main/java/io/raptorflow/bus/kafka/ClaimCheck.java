package io.raptorflow.bus.kafka;

import io.raptorflow.bus.BusEvent;
import io.raptorflow.bus.Payload;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Replaces the payloads inside an event, however deep they lie.
final class ClaimCheck {
  /// What reflection knows of a record type, asked once: most events hold no payload and are not
  /// walked through at all.
  private record Shape(boolean holdsPayloads, Method[] accessors, Constructor<?> constructor) {}

  private static final ClassValue<Shape> SHAPES =
      new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          return shape(type);
        }
      };

  private ClaimCheck() {}

  /// The event with each of its payloads replaced; the same instance when none changed.
  static BusEvent replace(BusEvent event, UnaryOperator<Payload> change) {
    Object replaced = value(event, change);
    if (replaced instanceof BusEvent same) {
      return same;
    }
    throw new AssertionError("an event stays an event");
  }

  private static @Nullable Object value(@Nullable Object value, UnaryOperator<Payload> change) {
    return switch (value) {
      case null -> null;
      case Payload payload -> change.apply(payload);
      case List<?> list -> items(list, change);
      case Record tree -> components(tree, change);
      default -> value;
    };
  }

  private static List<?> items(List<?> list, UnaryOperator<Payload> change) {
    boolean changed = false;
    List<@Nullable Object> items = new ArrayList<>(list.size());
    for (Object item : list) {
      Object replaced = value(item, change);
      changed |= replaced != item;
      items.add(replaced);
    }
    return changed ? items : list;
  }

  private static Record components(Record record, UnaryOperator<Payload> change) {
    Shape shape = SHAPES.get(record.getClass());
    if (!shape.holdsPayloads) {
      return record;
    }
    @Nullable Object[] values = new Object[shape.accessors.length];
    boolean changed = false;
    try {
      for (int i = 0; i < values.length; i++) {
        Object now = shape.accessors[i].invoke(record);
        values[i] = value(now, change);
        changed |= values[i] != now;
      }
      return changed ? (Record) shape.constructor.newInstance(values) : record;
    } catch (InvocationTargetException refused) {
      throw new IllegalStateException(record.getClass() + " refuses its own values", refused);
    } catch (ReflectiveOperationException impossible) {
      throw new AssertionError("events are public records", impossible);
    }
  }

  private static Shape shape(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Method[] accessors = new Method[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      accessors[i] = components[i].getAccessor();
    }
    try {
      return new Shape(
          holdsPayloads(type, new HashSet<>()), accessors, type.getDeclaredConstructor(types));
    } catch (NoSuchMethodException impossible) {
      throw new AssertionError("every record has its canonical constructor", impossible);
    }
  }

  private static boolean holdsPayloads(Type type, Set<Class<?>> seen) {
    if (type instanceof ParameterizedType list) {
      return holdsPayloads(list.getActualTypeArguments()[0], seen);
    }
    if (type == Payload.class) {
      return true;
    }
    Class<?> plain = (Class<?>) type;
    if (!seen.add(plain)) {
      return false;
    }
    if (plain.isSealed()) {
      return Stream.of(plain.getPermittedSubclasses()).anyMatch(one -> holdsPayloads(one, seen));
    }
    return plain.isRecord()
        && Stream.of(plain.getRecordComponents())
            .anyMatch(component -> holdsPayloads(component.getGenericType(), seen));
  }
}
