package io.raptorflow.bus.codec;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.BusEvent;
import io.raptorflow.bus.Guild;
import io.raptorflow.bus.WorkspaceId;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Draws events of any type from a seed, with nulls where a component may be null.
final class EventSource {
  private static final int TRIES_MAX = 1_000;
  private final SplittableRandom random;

  EventSource(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /// Every type of event.
  @SuppressWarnings("unchecked") // What a sealed interface permits implements it.
  static List<Class<? extends BusEvent>> types() {
    List<Class<? extends BusEvent>> types = new ArrayList<>();
    for (Class<?> type : BusEvent.class.getPermittedSubclasses()) {
      types.add((Class<? extends BusEvent>) type);
    }
    return types;
  }

  <E extends BusEvent> E draw(Class<E> type) {
    return type.cast(record(type));
  }

  /// Values that break a rule of the record are drawn again.
  private Object record(Class<?> type) {
    RuntimeException last = null;
    for (int tries = 0; tries < TRIES_MAX; tries++) {
      try {
        return construct(type);
      } catch (IllegalArgumentException ruleBroken) {
        last = ruleBroken;
      }
    }
    throw new IllegalStateException("no valid " + type.getSimpleName() + " was drawn", last);
  }

  private Object construct(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    @Nullable Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      boolean nullable = components[i].getAnnotatedType().isAnnotationPresent(Nullable.class);
      values[i] = nullable && random.nextBoolean() ? null : value(components[i].getGenericType());
    }
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (InvocationTargetException refused) {
      if (refused.getCause() instanceof IllegalArgumentException rule) {
        throw rule;
      }
      throw new AssertionError(type + " refuses valid values", refused);
    } catch (ReflectiveOperationException impossible) {
      throw new AssertionError(type + " has no canonical constructor", impossible);
    }
  }

  private Object value(Type type) {
    if (type instanceof ParameterizedType list) {
      List<Object> items = new ArrayList<>();
      for (int n = random.nextInt(4); n > 0; n--) {
        items.add(value(list.getActualTypeArguments()[0]));
      }
      return items;
    }
    Class<?> plain = (Class<?>) type;
    if (plain == String.class) {
      return text();
    } else if (plain == int.class || plain == Integer.class) {
      return random.nextInt(1, 101);
    } else if (plain == long.class) {
      return random.nextLong(Long.MAX_VALUE);
    } else if (plain == double.class || plain == Double.class) {
      return random.nextDouble(1_000);
    } else if (plain == boolean.class) {
      return random.nextBoolean();
    } else if (plain == Instant.class) {
      return Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L));
    } else if (plain == UUID.class) {
      return new UUID(random.nextLong(), random.nextLong());
    } else if (plain == BigDecimal.class) {
      return BigDecimal.valueOf(random.nextLong(1_000_000_000_000L), 6);
    } else if (plain == AgentId.class) {
      Guild guild = Guild.values()[random.nextInt(Guild.values().length)];
      return new AgentId("%s-%03d".formatted(guild.prefix(), random.nextInt(1000)));
    } else if (plain == WorkspaceId.class) {
      return new WorkspaceId("w-" + random.nextInt(1000));
    } else if (plain.isEnum()) {
      Object[] constants = plain.getEnumConstants();
      return constants[random.nextInt(constants.length)];
    } else if (plain.isSealed()) {
      Class<?>[] permitted = plain.getPermittedSubclasses();
      return record(permitted[random.nextInt(permitted.length)]);
    }
    return record(plain);
  }

  private String text() {
    String alphabet = "abc \u00e4\u00f6\u20ac\ud83e\udd96\n\"{}";
    StringBuilder text = new StringBuilder("t");
    for (int n = random.nextInt(12); n > 0; n--) {
      int at =
          alphabet.offsetByCodePoints(
              0, random.nextInt(alphabet.codePointCount(0, alphabet.length())));
      text.appendCodePoint(alphabet.codePointAt(at));
    }
    return text.toString();
  }
}
