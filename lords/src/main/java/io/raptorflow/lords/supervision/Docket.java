package io.raptorflow.lords.supervision;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// What a supervising Lord knows of one run: open assignments by directive, and those that ended.
public record Docket(Map<UUID, Assignment> open, List<UUID> ended) {
  public static final Docket EMPTY = new Docket(Map.of(), List.of());

  public Docket {
    open = Collections.unmodifiableMap(new TreeMap<>(open));
    ended = List.copyOf(ended);
  }

  Docket with(Assignment assignment) {
    Map<UUID, Assignment> more = new TreeMap<>(open);
    more.put(assignment.directive().id(), assignment);
    return new Docket(more, ended);
  }

  Docket without(UUID directive) {
    Map<UUID, Assignment> less = new TreeMap<>(open);
    less.remove(directive);
    List<UUID> more = new ArrayList<>(ended);
    more.add(directive);
    return new Docket(less, more);
  }

  boolean knows(UUID directive) {
    return open.containsKey(directive) || ended.contains(directive);
  }
}
