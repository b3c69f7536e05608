package io.raptorflow.guild.guardian.text;

/// Into how many parts a text message falls (3GPP TS 23.038, 23.040).
///
/// @param alphabet how the text is sent
/// @param units septets, or UTF-16 units
/// @param parts messages that are paid for; 0 for an empty text
public record SmsParts(Alphabet alphabet, int units, int parts) {
  private static final String BASIC =
      "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
          + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
  private static final String EXTENSION = "\f^{}\\[~]|€";

  /// How a text is sent.
  public enum Alphabet {
    GSM_7(160, 153),
    UCS_2(70, 67);

    private final int single;
    private final int joined;

    Alphabet(int single, int joined) {
      this.single = single;
      this.joined = joined;
    }

    /// Units of a message that stands alone.
    public int single() {
      return single;
    }
  }

  public static SmsParts of(String text) {
    boolean gsm = text.chars().allMatch(c -> BASIC.indexOf(c) >= 0 || EXTENSION.indexOf(c) >= 0);
    return gsm
        ? counted(Alphabet.GSM_7, text, c -> EXTENSION.indexOf(c) >= 0 ? 2 : 1)
        : counted(Alphabet.UCS_2, text, c -> 1);
  }

  private interface Width {
    int of(int unit);
  }

  /// A pair of units is never split over two parts.
  private static SmsParts counted(Alphabet alphabet, String text, Width width) {
    int units = text.chars().map(width::of).sum();
    if (units <= alphabet.single) {
      return new SmsParts(alphabet, units, units == 0 ? 0 : 1);
    }
    int parts = 1;
    int used = 0;
    for (int at = 0; at < text.length(); ) {
      int next = at + Character.charCount(text.codePointAt(at));
      int size = 0;
      for (int i = at; i < next; i++) {
        size += width.of(text.charAt(i));
      }
      if (used + size > alphabet.joined) {
        parts++;
        used = 0;
      }
      used += size;
      at = next;
    }
    return new SmsParts(alphabet, units, parts);
  }
}
