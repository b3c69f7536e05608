package io.raptorflow.bus.kafka;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Records that were read and for which the window has no room, by workspace. Of each no more is
/// kept than where it lies, and of neighbours with the same workspace and turn only where the first
/// and the last lie; their bytes are read again when their turn comes. Not thread-safe.
final class Backlog {

  /// Neighbours in one partition with the same workspace and turn.
  static final class Stretch {
    private final Assignment assignment;
    private final String workspace;
    private final long turn;
    private long from;
    private long to;
    private int records;

    private Stretch(Item first) {
      this.assignment = first.assignment();
      this.workspace = first.workspace();
      this.turn = first.turn();
      this.from = first.offset();
      this.to = first.offset();
      this.records = 1;
    }

    Assignment assignment() {
      return assignment;
    }

    String workspace() {
      return workspace;
    }

    /// See [Item#turn].
    long turn() {
      return turn;
    }

    /// Offset of the first record; among those up to [#to] may lie some that are in other hands.
    long from() {
      return from;
    }

    /// Offset of the last record.
    long to() {
      return to;
    }

    private boolean goesOnWith(Item item) {
      return turn == item.turn() && workspace.equals(item.workspace());
    }
  }

  /// What one workspace waits for in one partition.
  private static final class Line {
    private final TreeSet<Stretch> byTurn =
        new TreeSet<>(Comparator.comparingLong(Stretch::turn).thenComparingLong(Stretch::from));
    private final TreeSet<Stretch> byOffset =
        new TreeSet<>(Comparator.comparingLong(Stretch::from));

    private void add(Stretch stretch) {
      byTurn.add(stretch);
      byOffset.add(stretch);
    }

    private void remove(Stretch stretch) {
      byTurn.remove(stretch);
      byOffset.remove(stretch);
    }

    /// The stretch whose turn it is. While a commit has no room for its end, the one with the
    /// lowest offset, so that the watermark moves on and makes room.
    private @Nullable Stretch next() {
      Stretch first = byTurn.first();
      if (hasRoom(first)) {
        return first;
      }
      Stretch lowest = byOffset.first();
      return hasRoom(lowest) ? lowest : null;
    }

    private static boolean hasRoom(Stretch stretch) {
      return stretch.assignment.hasRoom(stretch.from);
    }
  }

  /// What one workspace waits for.
  private static final class Waiting {
    private final Map<Assignment, Line> lines = new HashMap<>();

    private @Nullable Stretch next() {
      Stretch next = null;
      for (Line line : lines.values()) {
        Stretch one = line.next();
        if (one != null && (next == null || one.turn < next.turn)) {
          next = one;
        }
      }
      return next;
    }

    private void remove(Stretch stretch) {
      Line line = lines.get(stretch.assignment);
      if (line != null) {
        line.remove(stretch);
        if (line.byTurn.isEmpty()) {
          lines.remove(stretch.assignment);
        }
      }
    }
  }

  /// The workspace that was served last is the last.
  private final Map<String, Waiting> workspaces = new LinkedHashMap<>();

  private final Map<Assignment, Stretch> latest = new HashMap<>();
  private int records;

  /// Keeps where an item lies; the items of a partition come in its order.
  void add(Item item) {
    records++;
    Stretch before = latest.get(item.assignment());
    if (before != null && before.goesOnWith(item)) {
      before.to = item.offset();
      before.records++;
      return;
    }
    Stretch fresh = new Stretch(item);
    latest.put(item.assignment(), fresh);
    put(fresh);
  }

  /// Whether [#take] would give something.
  boolean isReady(String workspace) {
    Waiting waiting = workspaces.get(workspace);
    return waiting != null && waiting.next() != null;
  }

  /// Takes out the stretch of a workspace whose turn it is and of which a commit has room for an
  /// end; null when there is none.
  @Nullable Stretch take(String workspace) {
    Waiting waiting = workspaces.get(workspace);
    Stretch next = waiting == null ? null : waiting.next();
    if (waiting == null || next == null) {
      return null;
    }
    waiting.remove(next);
    latest.remove(next.assignment, next);
    workspaces.remove(workspace);
    if (!waiting.lines.isEmpty()) {
      workspaces.put(workspace, waiting);
    }
    records -= next.records;
    return next;
  }

  /// Puts back what is left of a stretch from an offset on.
  ///
  /// @param gone how many of its records have left it
  void putBack(Stretch rest, long from, int gone) {
    rest.from = from;
    rest.records = Math.max(1, rest.records - gone);
    records += rest.records;
    put(rest);
  }

  private void put(Stretch stretch) {
    workspaces
        .computeIfAbsent(stretch.workspace, _ -> new Waiting())
        .lines
        .computeIfAbsent(stretch.assignment, _ -> new Line())
        .add(stretch);
  }

  boolean holds(String workspace) {
    return workspaces.containsKey(workspace);
  }

  /// Turn of the first record of a workspace that has some.
  long firstTurn(String workspace) {
    Waiting waiting = workspaces.get(workspace);
    return waiting == null
        ? Long.MAX_VALUE
        : waiting.lines.values().stream()
            .mapToLong(line -> line.byTurn.first().turn)
            .min()
            .orElse(Long.MAX_VALUE);
  }

  /// Workspaces with records, the one served last at the end.
  Set<String> workspaces() {
    return workspaces.keySet();
  }

  int records() {
    return records;
  }

  /// Forgets what lies in partitions that were lost.
  void dropLost() {
    latest.keySet().removeIf(Assignment::isLost);
    for (Waiting waiting : workspaces.values()) {
      for (var line : waiting.lines.entrySet()) {
        if (line.getKey().isLost()) {
          records -= line.getValue().byTurn.stream().mapToInt(one -> one.records).sum();
        }
      }
      waiting.lines.keySet().removeIf(Assignment::isLost);
    }
    workspaces.values().removeIf(waiting -> waiting.lines.isEmpty());
  }

  void clear() {
    workspaces.clear();
    latest.clear();
    records = 0;
  }
}
