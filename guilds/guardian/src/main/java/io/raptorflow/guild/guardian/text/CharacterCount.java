package io.raptorflow.guild.guardian.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import java.text.Normalizer;
import java.util.regex.Pattern;

/// How long a text is, as its platform counts.
public enum CharacterCount {
  /// Code points after NFC.
  CHARS,
  /// Full-width characters count two.
  GOOGLE_WIDTH,
  /// Full-width characters count two.
  DOUBLE_WIDTH,
  /// X: Latin and common punctuation one, all else two, an address 23.
  X_WEIGHTED;

  private static final Pattern ADDRESS = Pattern.compile("https?://\\S+");
  private static final String ADDRESS_WEIGHT = "x".repeat(23);

  public int of(String text) {
    String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
    return switch (this) {
      case CHARS -> composed.codePointCount(0, composed.length());
      case GOOGLE_WIDTH, DOUBLE_WIDTH -> composed.codePoints().map(CharacterCount::width).sum();
      case X_WEIGHTED ->
          ADDRESS
              .matcher(composed)
              .replaceAll(ADDRESS_WEIGHT)
              .codePoints()
              .map(CharacterCount::weight)
              .sum();
    };
  }

  /// Whether a person sees a pictogram.
  public static boolean isEmoji(int point) {
    return Character.isEmojiPresentation(point)
        || (Character.isExtendedPictographic(point) && point > 0x2000 && point != 0x2122);
  }

  private static int width(int point) {
    return switch (UCharacter.getIntPropertyValue(point, UProperty.EAST_ASIAN_WIDTH)) {
      case UCharacter.EastAsianWidth.WIDE, UCharacter.EastAsianWidth.FULLWIDTH -> 2;
      default -> 1;
    };
  }

  private static int weight(int point) {
    boolean light =
        point <= 0x10FF
            || (point >= 0x2000 && point <= 0x200D)
            || (point >= 0x2010 && point <= 0x201F)
            || (point >= 0x2032 && point <= 0x2037);
    return light ? 1 : 2;
  }
}
