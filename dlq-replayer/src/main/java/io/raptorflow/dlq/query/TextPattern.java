package io.raptorflow.dlq.query;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/// A regular expression that is found in time proportional to the text, whatever the expression.
///
/// `java.util.regex` is not used, because an operator's slip such as `(a|aa)+$` can hold it for
/// years, and an innocent `(a|b)*` overflows its stack on a long text; counting its steps stops the
/// first fault only, and then leaves the row undecided. Here all states are followed at once
/// (Thompson, 1968), at most [#STATES_MAX] per character, so no text and no pattern makes it fail.
/// Immutable and thread-safe.
final class TextPattern {
  /// Most characters of a pattern.
  static final int CHARS_MAX = 512;

  /// Most states of a pattern; counts such as `{50}` copy what they repeat.
  static final int STATES_MAX = 1_024;

  /// Characters of a text that are looked at; what stands behind them is not found.
  static final int TEXT_CHARS_MAX = 65_536;

  private static final int VISITS_MAX = 16 * STATES_MAX;
  private static final int NOTHING = -1;

  /// One state of the automaton.
  private sealed interface State {
    record One(CharClass set) implements State {}

    record Edge(Piece.Place place) implements State {}

    record Fork(int one, int other) implements State {}

    record Found() implements State {}
  }

  private final String source;
  private final State[] states;

  private TextPattern(String source, State[] states) {
    this.source = source;
    this.states = states;
  }

  /// Reads a pattern.
  ///
  /// @throws PatternSyntaxException when it is none, too long, or has too many states
  static TextPattern of(String source) {
    if (source.length() > CHARS_MAX) {
      throw new PatternSyntaxException(
          "it has %d characters, at most %d are allowed".formatted(source.length(), CHARS_MAX),
          source,
          CHARS_MAX);
    }
    if (PatternParser.isPlain(source)) {
      return new TextPattern(source, new State[0]);
    }
    Builder builder = new Builder(source);
    builder.add(new PatternParser(source).parse());
    builder.states.add(new State.Found());
    return new TextPattern(source, builder.states.toArray(State[]::new));
  }

  String source() {
    return source;
  }

  /// Whether the pattern occurs anywhere in a text.
  boolean isFoundIn(String text) {
    if (states.length == 0) {
      int at = text.indexOf(source);
      return at >= 0 && at + source.length() <= TEXT_CHARS_MAX;
    }
    return new Search(text).succeeds();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TextPattern pattern && source.equals(pattern.source);
  }

  @Override
  public int hashCode() {
    return source.hashCode();
  }

  @Override
  public String toString() {
    return source;
  }

  /// One pass over one text.
  private final class Search {
    private final String text;
    private final int[] seenAt = new int[states.length];
    private final int[] stack = new int[3 * states.length + 3];
    private int[] seeds = new int[states.length];
    private int[] following = new int[states.length];
    private int seedCount;
    private int followingCount;

    private Search(String text) {
      this.text = text;
    }

    private boolean succeeds() {
      int before = NOTHING;
      int at = 0;
      for (int round = 1; ; round++) {
        int after = at < text.length() ? text.codePointAt(at) : NOTHING;
        if (step(before, after, round)) {
          return true;
        }
        if (after == NOTHING || at + Character.charCount(after) > TEXT_CHARS_MAX) {
          return false;
        }
        int[] spent = seeds;
        seeds = following;
        seedCount = followingCount;
        following = spent;
        followingCount = 0;
        before = after;
        at += Character.charCount(after);
      }
    }

    /// Follows all states at one place.
    ///
    /// @return whether the pattern ends here
    private boolean step(int before, int after, int round) {
      System.arraycopy(seeds, 0, stack, 0, seedCount);
      int height = seedCount;
      stack[height++] = 0;
      while (height > 0) {
        int number = stack[--height];
        if (seenAt[number] == round) {
          continue;
        }
        seenAt[number] = round;
        switch (states[number]) {
          case State.One(CharClass set) -> {
            if (after != NOTHING && set.contains(after)) {
              following[followingCount++] = number + 1;
            }
          }
          case State.Edge(Piece.Place place) -> {
            if (holds(place, before, after)) {
              stack[height++] = number + 1;
            }
          }
          case State.Fork(int one, int other) -> {
            stack[height++] = other;
            stack[height++] = one;
          }
          case State.Found _ -> {
            return true;
          }
        }
      }
      return false;
    }
  }

  private static boolean holds(Piece.Place place, int before, int after) {
    return switch (place) {
      case BEGIN -> before == NOTHING;
      case END -> after == NOTHING;
      case WORD_EDGE -> CharClass.isWord(before) != CharClass.isWord(after);
      case NO_WORD_EDGE -> CharClass.isWord(before) == CharClass.isWord(after);
    };
  }

  /// Turns a tree into states; each piece goes on behind itself.
  private static final class Builder {
    private final String source;
    private final List<State> states = new ArrayList<>();
    private int visits;

    private Builder(String source) {
      this.source = source;
    }

    private void add(Piece piece) {
      // Empty pieces add no states, yet counts of counts of them take time.
      if (++visits > VISITS_MAX || states.size() > STATES_MAX) {
        throw new PatternSyntaxException(
            "with its counts it has more than %,d states".formatted(STATES_MAX), source, 0);
      }
      switch (piece) {
        case Piece.One(CharClass set) -> states.add(new State.One(set));
        case Piece.Edge(Piece.Place place) -> states.add(new State.Edge(place));
        case Piece.Row(List<Piece> pieces) -> pieces.forEach(this::add);
        case Piece.Either(List<Piece> pieces) -> either(pieces);
        case Piece.Repeat repeat -> repeat(repeat);
      }
    }

    private void either(List<Piece> pieces) {
      List<Integer> leaving = new ArrayList<>();
      for (Piece piece : pieces.subList(0, pieces.size() - 1)) {
        int fork = reserve();
        add(piece);
        leaving.add(reserve());
        states.set(fork, new State.Fork(fork + 1, states.size()));
      }
      add(pieces.getLast());
      leaving.forEach(jump -> states.set(jump, new State.Fork(states.size(), states.size())));
    }

    private void repeat(Piece.Repeat repeat) {
      for (int i = 0; i < repeat.least(); i++) {
        add(repeat.piece());
      }
      if (repeat.most() == Piece.ENDLESS) {
        int fork = reserve();
        add(repeat.piece());
        int back = reserve();
        states.set(back, new State.Fork(fork, fork));
        states.set(fork, new State.Fork(fork + 1, states.size()));
        return;
      }
      List<Integer> forks = new ArrayList<>();
      for (int i = repeat.least(); i < repeat.most(); i++) {
        forks.add(reserve());
        add(repeat.piece());
      }
      forks.forEach(fork -> states.set(fork, new State.Fork(fork + 1, states.size())));
    }

    /// A place for a fork whose ends are known later.
    private int reserve() {
      states.add(new State.Found());
      return states.size() - 1;
    }
  }
}
