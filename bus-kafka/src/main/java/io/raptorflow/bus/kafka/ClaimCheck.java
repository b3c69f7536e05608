package io.raptorflow.bus.kafka;

import io.raptorflow.bus.BusEvent;
import io.raptorflow.bus.Payload;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Replaces the payloads inside an event, however deep they lie.
final class ClaimCheck {
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
    RecordComponent[] components = record.getClass().getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    @Nullable Object[] values = new Object[components.length];
    boolean changed = false;
    try {
      for (int i = 0; i < components.length; i++) {
        types[i] = components[i].getType();
        Object now = components[i].getAccessor().invoke(record);
        values[i] = value(now, change);
        changed |= values[i] != now;
      }
      return changed ? record.getClass().getDeclaredConstructor(types).newInstance(values) : record;
    } catch (InvocationTargetException refused) {
      throw new IllegalStateException(record.getClass() + " refuses its own values", refused);
    } catch (ReflectiveOperationException impossible) {
      throw new AssertionError("events are public records", impossible);
    }
  }
}
