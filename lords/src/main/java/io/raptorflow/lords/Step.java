package io.raptorflow.lords;

import java.util.List;

/// What a Lord makes of an event: what it knows next, and what it wants done.
public record Step<S>(S next, List<Effect> effects) {
  public Step {
    effects = List.copyOf(effects);
  }

  /// The event changes nothing: it is late, repeated or not this Lord's.
  public static <S> Step<S> stay(S now) {
    return new Step<>(now, List.of());
  }
}
