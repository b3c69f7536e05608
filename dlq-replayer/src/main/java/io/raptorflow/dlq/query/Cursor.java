package io.raptorflow.dlq.query;

import java.util.Arrays;

/// Reads a filter from left to right. Not thread-safe.
final class Cursor {
  /// A text between quotes.
  ///
  /// @param origins for each character, and for the end, where it stands in the filter
  record Quoted(String text, int[] origins, int start, int end) {}

  private static final String FIELD_SIGNS = "_-.$";
  private static final String VALUE_SIGNS = "_-.:/@+$";

  private final String text;
  private int at;

  Cursor(String text) {
    this.text = text;
  }

  int at() {
    return at;
  }

  void back(int to) {
    at = to;
  }

  QuerySyntaxException fault(Fault fault) {
    return new QuerySyntaxException(text, fault);
  }

  /// The next character that is no space, or 0 at the end; the cursor stands before it.
  char peek() {
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
    return here();
  }

  /// The character at the cursor, a space included, or 0 at the end.
  char here() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  boolean isAtEnd() {
    return at >= text.length();
  }

  boolean take(String sign) {
    if (text.startsWith(sign, at)) {
      at += sign.length();
      return true;
    }
    return false;
  }

  /// Takes a word of the language, in any case, when nothing that could belong to a longer word
  /// follows.
  boolean takeWord(String word) {
    peek();
    int end = at + word.length();
    if (text.regionMatches(true, at, word, 0, word.length())
        && (end >= text.length() || !isPart(text.charAt(end), VALUE_SIGNS))) {
      at = end;
      return true;
    }
    return false;
  }

  /// Letters, digits and the signs of field names; may be empty.
  String fieldWord() {
    peek();
    return run(FIELD_SIGNS);
  }

  /// Letters, digits and the signs of bare values; may be empty.
  String valueWord() {
    peek();
    return run(VALUE_SIGNS);
  }

  /// Letters, digits and the given signs, from the cursor on; may be empty.
  String run(String signs) {
    int start = at;
    while (at < text.length() && isPart(text.charAt(at), signs)) {
      at++;
    }
    return text.substring(start, at);
  }

  /// What stands at the cursor as far as a person would call it one thing.
  Fault here(int start) {
    int end = start;
    while (end < text.length() && isPart(text.charAt(end), VALUE_SIGNS)) {
      end++;
    }
    if (end == start && start < text.length()) {
      end = text.offsetByCodePoints(start, 1);
    }
    return Fault.at(start, end);
  }

  /// A text between quotes: double ones know escapes, single ones take every character as it is.
  Quoted quoted() {
    int start = at;
    char quote = text.charAt(at++);
    StringBuilder read = new StringBuilder();
    int[] origins = new int[16];
    while (at < text.length() && text.charAt(at) != quote) {
      if (read.length() + 1 >= origins.length) {
        origins = Arrays.copyOf(origins, origins.length * 2);
      }
      origins[read.length()] = at;
      char c = text.charAt(at++);
      read.append(c == '\\' && quote == '"' ? escaped() : c);
    }
    if (at >= text.length()) {
      throw fault(
          Fault.at(start, start + 1)
              .problem("the quote is not closed")
              .fits("a text that ends with another " + quote));
    }
    origins[read.length()] = at++;
    return new Quoted(read.toString(), origins, start, at);
  }

  private char escaped() {
    int start = at - 1;
    char c = here();
    at++;
    return switch (c) {
      case '"', '\\' -> c;
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unit(start);
      default ->
          throw fault(
              Fault.at(start, Math.min(start + 2, text.length()))
                  .problem("a double-quoted text knows no such escape")
                  .fits(
                      "\\\" \\\\ \\n \\r \\t \\u0041, or single quotes, in which \\ is a plain"
                          + " character"));
    };
  }

  private char unit(int start) {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      char c = here();
      int digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw fault(
            Fault.at(start, at)
                .problem("\\u needs four hexadecimal digits")
                .fits("a code unit such as \\u00e9"));
      }
      value = value * 16 + digit;
      at++;
    }
    return (char) value;
  }

  private static boolean isPart(char c, String signs) {
    return Character.isLetterOrDigit(c) || signs.indexOf(c) >= 0;
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }
}
