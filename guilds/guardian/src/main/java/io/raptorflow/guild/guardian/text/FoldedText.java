package io.raptorflow.guild.guardian.text;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.parser.Parser;

/// A text as lexical rules read it: compatibility forms, dashes, quotes and spaces made equal, and
/// invisible characters gone, so that `eco‑friendly` with any hyphen is one word. Each character
/// knows where it stood.
public final class FoldedText {
  private static final Pattern REFERENCE =
      Pattern.compile("&(?:#\\d{1,7}|#[xX]\\p{XDigit}{1,6}|\\p{Alpha}\\p{Alnum}{1,31});");

  private final String original;
  private final String folded;
  private final int[] origin;
  private final int[] end;

  private FoldedText(String original, String folded, int[] origin, int[] end) {
    this.original = original;
    this.folded = folded;
    this.origin = origin;
    this.end = end;
  }

  /// A stretch of the original, in UTF-16 units.
  public record Span(int start, int end) {
    public boolean overlaps(Span other) {
      return start < other.end && other.start < end;
    }
  }

  public static FoldedText of(String text) {
    return fold(text, Entities.KEEP);
  }

  /// Folds HTML whose tags are gone: a character reference such as `&amp;` counts as the character
  /// that people see.
  public static FoldedText ofHtml(String text) {
    return fold(text, Entities.RESOLVE);
  }

  private enum Entities {
    KEEP,
    RESOLVE
  }

  private static FoldedText fold(String text, Entities entities) {
    StringBuilder folded = new StringBuilder(text.length());
    int[] origin = new int[text.length() * 4 + 1];
    int[] end = new int[text.length() * 4 + 1];
    Matcher reference = REFERENCE.matcher(text);
    int at = 0;
    while (at < text.length()) {
      int next = at + Character.charCount(text.codePointAt(at));
      String seen = text.substring(at, next);
      if (entities == Entities.RESOLVE
          && text.charAt(at) == '&'
          && reference.region(at, text.length()).lookingAt()) {
        String resolved = Parser.unescapeEntities(reference.group(), false);
        if (!resolved.equals(reference.group())) {
          seen = resolved;
          next = reference.end();
        }
      }
      for (int point : seen.codePoints().toArray()) {
        String piece = piece(point);
        origin = ensure(origin, folded.length() + piece.length() + 1);
        end = ensure(end, folded.length() + piece.length() + 1);
        for (int i = 0; i < piece.length(); i++) {
          origin[folded.length() + i] = at;
          end[folded.length() + i] = next;
        }
        folded.append(piece);
      }
      at = next;
    }
    origin[folded.length()] = text.length();
    return new FoldedText(
        text,
        folded.toString(),
        Arrays.copyOf(origin, folded.length() + 1),
        Arrays.copyOf(end, folded.length()));
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
  public Span span(int start, int to) {
    int from = origin[start];
    return new Span(from, to > start ? end[to - 1] : from);
  }
}
