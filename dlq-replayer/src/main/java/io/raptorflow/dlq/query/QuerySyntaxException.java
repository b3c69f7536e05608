package io.raptorflow.dlq.query;

/// A text that is no filter. The message has five lines or six: the broken rule, the text on one
/// line (cut around the fault when it is long), carets under the fault, what was found, what fits,
/// and the nearest known name when one is near. It has no stack trace: the fault lies in the text.
public final class QuerySyntaxException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN_BEFORE = 60;
  private static final int SHOWN_AFTER = 40;
  private static final int FOUND_CHARS_MAX = 40;

  private final String message;
  private final int start;
  private final int end;

  QuerySyntaxException(String text, Fault fault) {
    super(null, null, false, false);
    this.message = message(text, fault);
    this.start = fault.start();
    this.end = fault.end();
  }

  @Override
  public String getMessage() {
    return message;
  }

  /// First character at fault, from 0; the length of the text when something is missing at its end.
  public int start() {
    return start;
  }

  /// Character after the last one at fault; [#start] when something is missing.
  public int end() {
    return end;
  }

  private static String message(String text, Fault fault) {
    int from = whole(text, Math.max(0, fault.start() - SHOWN_BEFORE));
    int to = whole(text, Math.min(text.length(), fault.start() + SHOWN_AFTER));
    String lead = from > 0 ? "…" : "";
    String shown = text.substring(from, fault.start());
    int pad = lead.length() + shown.codePointCount(0, shown.length());
    int until = Math.min(fault.end(), to);
    int carets = until > fault.start() ? Math.max(1, text.codePointCount(fault.start(), until)) : 1;
    StringBuilder message = new StringBuilder(256);
    message.append("filter, character ").append(fault.start() + 1).append(": ");
    message.append(fault.problem()).append("\n  ").append(lead);
    message.append(printable(text.substring(from, to))).append(to < text.length() ? "…" : "");
    message.append("\n  ").append(" ".repeat(pad)).append("^".repeat(carets));
    message.append("\nfound    ").append(found(text, fault));
    message.append("\nfits     ").append(fault.fits());
    if (!fault.nearest().isEmpty()) {
      message.append("\nnearest  ").append(fault.nearest());
    }
    return message.toString();
  }

  private static String found(String text, Fault fault) {
    if (fault.start() >= text.length()) {
      return "the end of the filter";
    }
    int end = Math.max(fault.end(), fault.start() + 1);
    int cut = whole(text, Math.min(end, fault.start() + FOUND_CHARS_MAX));
    return printable(text.substring(fault.start(), cut)) + (cut < end ? "…" : "");
  }

  /// A cut that does not halve a surrogate pair.
  private static int whole(String text, int at) {
    boolean halves =
        at > 0
            && at < text.length()
            && Character.isLowSurrogate(text.charAt(at))
            && Character.isHighSurrogate(text.charAt(at - 1));
    return halves ? at + 1 : at;
  }

  /// Line breaks, other control characters and marks that change the direction of writing would
  /// move what stands above the carets.
  private static String printable(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    for (int at = 0; at < text.length(); ) {
      int c = text.codePointAt(at);
      printable.appendCodePoint(c >= ' ' && c < 127 ? c : visible(c));
      at += Character.charCount(c);
    }
    return printable.toString();
  }

  private static int visible(int c) {
    return switch (Character.getType(c)) {
      case Character.SPACE_SEPARATOR -> ' ';
      case Character.CONTROL -> Character.isWhitespace(c) ? ' ' : '·';
      case Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          '·';
      default -> c;
    };
  }
}
