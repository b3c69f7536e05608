package io.raptorflow.dlq.view;

import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.RetryRow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The newest row of each work, found by its id in an open-addressed table (linear probing, at most
/// half full). Slots run from 0 to [#end]; some may be empty. Not thread-safe.
final class RowTable {
  /// What the table holds where a work is not known.
  static final int NOWHERE = -1;

  private static final int INDEX_MIN = 1 << 10;
  private static final int TEXTS_MAX = 50_000;

  private final List<RowChunk> chunks = new ArrayList<>();
  private final Deque<Integer> free = new ArrayDeque<>();
  private final Map<Integer, Coordinates> edited = new HashMap<>();

  /// Texts seen of late, so that equal ones are kept once. A text that is forgotten here lives on
  /// in its rows; only a row that comes later has its own copy.
  private final Map<String, String> texts = new LinkedHashMap<>(1024, 0.75f, true);

  private final String stateTopic;
  private int[] index = empty(INDEX_MIN);
  private int end;
  private int size;

  /// @param stateTopic where the rows come from
  RowTable(String stateTopic) {
    this.stateTopic = stateTopic;
  }

  int size() {
    return size;
  }

  /// Slot after the last one that was ever used.
  int end() {
    return end;
  }

  int find(UUID work) {
    return index[position(work.getMostSignificantBits(), work.getLeastSignificantBits())];
  }

  void put(RetryRow row, int partition, long offset) {
    UUID work = row.work().value();
    int position = position(work.getMostSignificantBits(), work.getLeastSignificantBits());
    int slot = index[position];
    if (slot == NOWHERE) {
      slot = newSlot();
      index[position] = slot;
      size++;
    }
    chunk(slot).put(at(slot), row, partition, offset, this::shared);
    Coordinates command = row.edited();
    if (command == null) {
      edited.remove(slot);
    } else {
      edited.put(slot, command);
    }
    if (size > index.length / 2) {
      grow();
    }
  }

  void remove(UUID work) {
    int position = position(work.getMostSignificantBits(), work.getLeastSignificantBits());
    int slot = index[position];
    if (slot == NOWHERE) {
      return;
    }
    chunk(slot).clear(at(slot));
    edited.remove(slot);
    free.push(slot);
    size--;
    closeGap(position);
  }

  void clear() {
    chunks.clear();
    free.clear();
    edited.clear();
    index = empty(INDEX_MIN);
    end = 0;
    size = 0;
  }

  boolean isLive(int slot) {
    return chunk(slot).isLive(at(slot));
  }

  /// Tells of a row without making it, when it is open.
  void tell(int slot, OpenWork listener) {
    RowChunk chunk = chunk(slot);
    int at = at(slot);
    if (chunk.isLive(at) && Tally.isOpen(chunk.status(at))) {
      listener.accept(chunk.failedBy(at), chunk.reason(at), chunk.firstFailedMillis(at));
    }
  }

  /// Hears of open rows.
  @FunctionalInterface
  interface OpenWork {
    void accept(String failedBy, FailureClass reason, long firstFailedMillis);
  }

  int compare(int slot, PageKey key) {
    return chunk(slot).compare(at(slot), key);
  }

  Coordinates place(int slot) {
    return chunk(slot).place(at(slot), stateTopic);
  }

  RetryRow row(int slot) {
    RowChunk chunk = chunk(slot);
    return chunk.row(at(slot), chunk.isEdited(at(slot)) ? edited.get(slot) : null);
  }

  private int newSlot() {
    Integer freed = free.poll();
    if (freed != null) {
      return freed;
    }
    if (end == chunks.size() * RowChunk.ROWS) {
      chunks.add(new RowChunk());
    }
    return end++;
  }

  private String shared(String text) {
    String known = texts.get(text);
    if (known != null) {
      return known;
    }
    texts.put(text, text);
    if (texts.size() > TEXTS_MAX) {
      var eldest = texts.keySet().iterator();
      eldest.next();
      eldest.remove();
    }
    return text;
  }

  /// Where a work stands in the index, or the empty place where it would.
  private int position(long high, long low) {
    int mask = index.length - 1;
    int position = hash(high, low) & mask;
    while (index[position] != NOWHERE
        && !chunk(index[position]).isOf(at(index[position]), high, low)) {
      position = (position + 1) & mask;
    }
    return position;
  }

  /// Moves entries back that a removal would cut off from the place where they are looked for
  /// (Knuth, The Art of Computer Programming 3, algorithm 6.4 R).
  private void closeGap(int removed) {
    int mask = index.length - 1;
    int gap = removed;
    int next = removed;
    while (true) {
      index[gap] = NOWHERE;
      int home;
      do {
        next = (next + 1) & mask;
        if (index[next] == NOWHERE) {
          return;
        }
        home = home(index[next]);
      } while (((next - home) & mask) < ((next - gap) & mask));
      index[gap] = index[next];
      gap = next;
    }
  }

  private int home(int slot) {
    RowChunk chunk = chunk(slot);
    return hash(chunk.workHigh(at(slot)), chunk.workLow(at(slot))) & (index.length - 1);
  }

  private void grow() {
    int[] old = index;
    index = empty(old.length * 2);
    for (int slot : old) {
      if (slot != NOWHERE) {
        RowChunk chunk = chunk(slot);
        index[position(chunk.workHigh(at(slot)), chunk.workLow(at(slot)))] = slot;
      }
    }
  }

  private RowChunk chunk(int slot) {
    return chunks.get(slot / RowChunk.ROWS);
  }

  private static int at(int slot) {
    return slot % RowChunk.ROWS;
  }

  private static int[] empty(int places) {
    int[] index = new int[places];
    Arrays.fill(index, NOWHERE);
    return index;
  }

  /// Ids may count up, so their bits are mixed (Steele, Lea, Flood: SplitMix, finalizer).
  private static int hash(long high, long low) {
    long mixed = high * 0x9E3779B97F4A7C15L ^ low;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return (int) (mixed ^ (mixed >>> 31));
  }
}
