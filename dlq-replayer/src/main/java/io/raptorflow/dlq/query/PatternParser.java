package io.raptorflow.dlq.query;

import io.raptorflow.dlq.query.CharClass.Case;
import io.raptorflow.dlq.query.CharClass.Range;
import io.raptorflow.dlq.query.CharClass.Sense;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/// Reads the patterns of the filter language: what RE2 and `java.util.regex` mean alike, and
/// nothing that needs backtracking. One use.
final class PatternParser {
  private static final String SPECIAL = ".[]{}()*+?^$|\\";
  private static final int TIMES_MAX = 1_000;

  private final String source;
  private Case letters = Case.EXACT;
  private int at;

  PatternParser(String source) {
    this.source = source;
  }

  /// Whether a pattern is nothing but the text to be found.
  static boolean isPlain(String source) {
    return source.chars().noneMatch(c -> SPECIAL.indexOf(c) >= 0);
  }

  Piece parse() {
    if (take("(?i)")) {
      letters = Case.FOLDED;
    }
    Piece whole = either();
    if (at < source.length()) {
      throw fault(at, "this ) closes nothing; escape it as \\)");
    }
    return whole;
  }

  private Piece either() {
    List<Piece> pieces = new ArrayList<>(List.of(row()));
    while (take("|")) {
      pieces.add(row());
    }
    return pieces.size() == 1 ? pieces.getFirst() : new Piece.Either(pieces);
  }

  private Piece row() {
    List<Piece> pieces = new ArrayList<>();
    while (at < source.length() && here() != '|' && here() != ')') {
      pieces.add(repeated());
    }
    return pieces.size() == 1 ? pieces.getFirst() : new Piece.Row(pieces);
  }

  private Piece repeated() {
    int start = at;
    Piece piece = single();
    int sign = at;
    if (at == source.length() || "*+?{".indexOf(here()) < 0) {
      return piece;
    }
    Piece repeat =
        switch (source.charAt(at++)) {
          case '*' -> new Piece.Repeat(piece, 0, Piece.ENDLESS);
          case '+' -> new Piece.Repeat(piece, 1, Piece.ENDLESS);
          case '?' -> new Piece.Repeat(piece, 0, 1);
          default -> counted(piece, sign);
        };
    if (piece instanceof Piece.Edge && source.charAt(start) != '(') {
      throw fault(start, "a place such as ^ or \\b cannot be repeated");
    }
    // A lazy repetition finds the same texts as a greedy one.
    take("?");
    if (at < source.length() && "*+?{".indexOf(here()) >= 0) {
      throw fault(at, "a repetition cannot be repeated; use parentheses");
    }
    return repeat;
  }

  private Piece counted(Piece piece, int sign) {
    int least = number(sign);
    int most = least;
    if (take(",")) {
      most = at < source.length() && here() == '}' ? Piece.ENDLESS : number(sign);
    }
    if (!take("}")) {
      throw fault(sign, "a { begins a count such as {3}, {2,} or {2,5}; escape it as \\{");
    }
    if (most != Piece.ENDLESS && most < least) {
      throw fault(sign, "a count goes from the smaller to the larger number");
    }
    return new Piece.Repeat(piece, least, most);
  }

  private int number(int sign) {
    int start = at;
    while (at < source.length() && here() >= '0' && here() <= '9' && at - start < 5) {
      at++;
    }
    if (at == start) {
      throw fault(sign, "a { begins a count such as {3}, {2,} or {2,5}; escape it as \\{");
    }
    int number = Integer.parseInt(source.substring(start, at));
    if (number > TIMES_MAX) {
      throw fault(start, "a count is at most %,d".formatted(TIMES_MAX));
    }
    return number;
  }

  private Piece single() {
    int start = at;
    int c = next();
    return switch (c) {
      case '.' -> one(List.of(new Range('\n', '\n')), Sense.OTHERS);
      case '^' -> new Piece.Edge(Piece.Place.BEGIN);
      case '$' -> new Piece.Edge(Piece.Place.END);
      case '(' -> group(start);
      case '[' -> set(start);
      case '\\' -> escape(start);
      case '*', '+', '?', '{' ->
          throw fault(start, "there is nothing to repeat; escape it with \\");
      default -> one(List.of(new Range(c, c)), Sense.LISTED);
    };
  }

  private Piece group(int start) {
    if (take("?") && !take(":")) {
      throw fault(
          start, "groups are ( or (?:, and (?i) stands only at the start; nothing looks around");
    }
    Piece inner = either();
    if (!take(")")) {
      throw fault(start, "this ( is not closed; as a character it is \\(");
    }
    return inner;
  }

  private Piece escape(int start) {
    if (at == source.length()) {
      throw fault(start, "a \\ at the end escapes nothing");
    }
    int c = next();
    return switch (c) {
      case 'b' -> new Piece.Edge(Piece.Place.WORD_EDGE);
      case 'B' -> new Piece.Edge(Piece.Place.NO_WORD_EDGE);
      default -> one(escaped(c, start), Sense.LISTED);
    };
  }

  /// What an escape stands for, inside and outside of brackets.
  private List<Range> escaped(int c, int start) {
    return switch (c) {
      case 'd' -> CharClass.DIGITS;
      case 'D' -> CharClass.others(CharClass.DIGITS);
      case 's' -> CharClass.SPACES;
      case 'S' -> CharClass.others(CharClass.SPACES);
      case 'w' -> CharClass.WORD;
      case 'W' -> CharClass.others(CharClass.WORD);
      case 'n' -> List.of(new Range('\n', '\n'));
      case 'r' -> List.of(new Range('\r', '\r'));
      case 't' -> List.of(new Range('\t', '\t'));
      default -> {
        if (Character.isLetterOrDigit(c)) {
          throw fault(start, "there is no such escape; back references are not known");
        }
        yield List.of(new Range(c, c));
      }
    };
  }

  private Piece set(int start) {
    Sense sense = take("^") ? Sense.OTHERS : Sense.LISTED;
    List<Range> ranges = new ArrayList<>();
    while (at < source.length() && here() != ']') {
      int from = at;
      List<Range> first = member();
      boolean isRange = at + 1 < source.length() && here() == '-' && source.charAt(at + 1) != ']';
      if (!isRange) {
        ranges.addAll(first);
        continue;
      }
      at++;
      List<Range> last = member();
      int low = only(first, from);
      int high = only(last, from);
      if (low > high) {
        throw fault(from, "a range goes from the smaller to the larger character");
      }
      ranges.add(new Range(low, high));
    }
    if (!take("]")) {
      throw fault(start, "this [ is not closed; as a character it is \\[");
    }
    if (ranges.isEmpty()) {
      throw fault(start, "a set of characters is empty; a ] in it is \\]");
    }
    return one(List.copyOf(ranges), sense);
  }

  private List<Range> member() {
    int start = at;
    int c = next();
    if (c == '\\') {
      if (at == source.length()) {
        throw fault(start, "a \\ at the end escapes nothing");
      }
      return escaped(next(), start);
    }
    if (c == '[') {
      throw fault(start, "a [ in a set of characters is \\[");
    }
    return List.of(new Range(c, c));
  }

  private int only(List<Range> ranges, int start) {
    if (ranges.size() != 1 || ranges.getFirst().first() != ranges.getFirst().last()) {
      throw fault(start, "a range goes from one character to another");
    }
    return ranges.getFirst().first();
  }

  private Piece one(List<Range> ranges, Sense sense) {
    return new Piece.One(new CharClass(ranges, sense, letters));
  }

  private char here() {
    return source.charAt(at);
  }

  private int next() {
    int c = source.codePointAt(at);
    at += Character.charCount(c);
    return c;
  }

  private boolean take(String sign) {
    if (source.startsWith(sign, at)) {
      at += sign.length();
      return true;
    }
    return false;
  }

  private PatternSyntaxException fault(int index, String rule) {
    return new PatternSyntaxException(rule, source, index);
  }
}
