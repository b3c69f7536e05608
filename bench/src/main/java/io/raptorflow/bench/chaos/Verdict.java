package io.raptorflow.bench.chaos;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the checker found.
final class Verdict {
  private static final int EXAMPLES_MAX = 5;

  private final Map<Invariant, List<String>> violations = new EnumMap<>(Invariant.class);
  private final Map<Invariant, Long> counts = new EnumMap<>(Invariant.class);
  private final Map<Invariant, Long> looked = new EnumMap<>(Invariant.class);
  private final Map<String, Object> numbers = new LinkedHashMap<>();

  /// So many things were looked at for an invariant.
  void looked(Invariant invariant, long count) {
    looked.merge(invariant, count, Long::sum);
  }

  void violated(Invariant invariant, String what) {
    counts.merge(invariant, 1L, Long::sum);
    List<String> examples = violations.computeIfAbsent(invariant, _ -> new ArrayList<>());
    if (examples.size() < EXAMPLES_MAX) {
      examples.add(what);
    }
  }

  void number(String name, Object value) {
    numbers.put(name, value);
  }

  boolean holds() {
    return counts.isEmpty();
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>(numbers);
    Map<String, Object> invariants = new LinkedHashMap<>();
    for (Invariant invariant : Invariant.values()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("claim", invariant.claim());
      one.put("looked", looked.getOrDefault(invariant, 0L));
      one.put("violations", counts.getOrDefault(invariant, 0L));
      if (violations.containsKey(invariant)) {
        one.put("examples", violations.get(invariant));
      }
      invariants.put(invariant.name(), one);
    }
    json.put("invariants", invariants);
    json.put("verdict", holds() ? "holds" : "BROKEN " + counts.keySet());
    return json;
  }
}
