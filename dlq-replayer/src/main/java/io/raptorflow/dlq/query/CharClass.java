package io.raptorflow.dlq.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A set of characters (Unicode code points). Immutable.
final class CharClass {
  /// From one character to another, both included.
  record Range(int first, int last) {}

  /// Whether upper and lower case differ.
  enum Case {
    EXACT,
    FOLDED
  }

  /// Whether the ranges are the set, or all that is not in it.
  enum Sense {
    LISTED,
    OTHERS
  }

  static final List<Range> DIGITS = List.of(new Range('0', '9'));
  static final List<Range> SPACES = List.of(new Range('\t', '\r'), new Range(' ', ' '));
  static final List<Range> WORD =
      List.of(new Range('0', '9'), new Range('A', 'Z'), new Range('_', '_'), new Range('a', 'z'));

  private final int[] firsts;
  private final int[] lasts;
  private final Sense sense;
  private final Case letters;

  CharClass(List<Range> ranges, Sense sense, Case letters) {
    List<Range> merged = merged(ranges);
    this.firsts = merged.stream().mapToInt(Range::first).toArray();
    this.lasts = merged.stream().mapToInt(Range::last).toArray();
    this.sense = sense;
    this.letters = letters;
  }

  boolean contains(int c) {
    boolean listed =
        lists(c)
            || (letters == Case.FOLDED
                && (lists(Character.toLowerCase(c)) || lists(Character.toUpperCase(c))));
    return listed == (sense == Sense.LISTED);
  }

  static boolean isWord(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }

  /// All characters that are in no range.
  static List<Range> others(List<Range> ranges) {
    List<Range> others = new ArrayList<>();
    int next = 0;
    for (Range range : merged(ranges)) {
      if (range.first() > next) {
        others.add(new Range(next, range.first() - 1));
      }
      next = range.last() + 1;
    }
    if (next <= Character.MAX_CODE_POINT) {
      others.add(new Range(next, Character.MAX_CODE_POINT));
    }
    return others;
  }

  private boolean lists(int c) {
    int low = 0;
    int high = firsts.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (c < firsts[middle]) {
        high = middle - 1;
      } else if (c > lasts[middle]) {
        low = middle + 1;
      } else {
        return true;
      }
    }
    return false;
  }

  private static List<Range> merged(List<Range> ranges) {
    List<Range> merged = new ArrayList<>();
    for (Range range : ranges.stream().sorted(Comparator.comparingInt(Range::first)).toList()) {
      if (!merged.isEmpty() && range.first() <= merged.getLast().last() + 1) {
        Range before = merged.removeLast();
        merged.add(new Range(before.first(), Math.max(before.last(), range.last())));
      } else {
        merged.add(range);
      }
    }
    return merged;
  }
}
