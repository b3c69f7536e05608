package io.raptorflow.guild.guardian.text;

import java.text.Normalizer;
import java.util.Arrays;

/// A text as lexical rules read it: compatibility forms, dashes, quotes and spaces made equal, and
/// invisible characters gone, so that `eco‑friendly` with any hyphen is one word. Each character
/// knows where it stood.
public final class FoldedText {
  private final String original;
  private final String folded;
  private final int[] origin;

  private FoldedText(String original, String folded, int[] origin) {
    this.original = original;
    this.folded = folded;
    this.origin = origin;
  }

  /// A stretch of the original, in UTF-16 units.
  public record Span(int start, int end) {
    public boolean overlaps(Span other) {
      return start < other.end && other.start < end;
    }
  }

  public static FoldedText of(String text) {
    StringBuilder folded = new StringBuilder(text.length());
    int[] origin = new int[text.length() * 4 + 1];
    int at = 0;
    while (at < text.length()) {
      int point = text.codePointAt(at);
      int width = Character.charCount(point);
      String piece = piece(point);
      origin = ensure(origin, folded.length() + piece.length() + 1);
      for (int i = 0; i < piece.length(); i++) {
        origin[folded.length() + i] = at;
      }
      folded.append(piece);
      at += width;
    }
    origin[folded.length()] = text.length();
    return new FoldedText(text, folded.toString(), Arrays.copyOf(origin, folded.length() + 1));
  }

  private static int[] ensure(int[] origin, int length) {
    return length <= origin.length ? origin : Arrays.copyOf(origin, length * 2);
  }

  private static String piece(int point) {
    if (point < 0x80) {
      return Character.toString(point);
    }
    if (Character.getType(point) == Character.FORMAT) {
      return "";
    }
    if (Character.isSpaceChar(point)) {
      return " ";
    }
    return switch (point) {
      case 0x2018, 0x2019, 0x201B, 0x2032 -> "'";
      case 0x201C, 0x201D, 0x201E, 0x201F, 0xAB, 0xBB -> "\"";
      case 0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212, 0xFE58, 0xFE63, 0xFF0D -> "-";
      case 0xB9, 0xB2, 0xB3 -> Character.toString(point);
      default -> Normalizer.normalize(Character.toString(point), Normalizer.Form.NFKC);
    };
  }

  /// What rules match against.
  public String folded() {
    return folded;
  }

  public String original() {
    return original;
  }

  /// Where a match stands in the original.
  public Span span(int start, int end) {
    int from = origin[start];
    int last = end > start ? origin[end - 1] : from;
    int to = end > start ? last + Character.charCount(original.codePointAt(last)) : from;
    return new Span(from, to);
  }
}
