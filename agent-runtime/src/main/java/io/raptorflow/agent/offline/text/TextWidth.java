package io.raptorflow.agent.offline.text;

import java.text.Normalizer;

/// How advertising platforms count the length of a text.
public final class TextWidth {
  private TextWidth() {}

  /// Code points after NFC, each full-width one (CJK, Hangul, full-width forms) counted twice: the
  /// way Google counts.
  public static int google(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC)
        .codePoints()
        .map(c -> isWide(c) ? 2 : 1)
        .sum();
  }

  /// Code points after NFC.
  public static int codePoints(String text) {
    String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
    return composed.codePointCount(0, composed.length());
  }

  private static boolean isWide(int c) {
    return (c >= 0x1100 && c <= 0x115F)
        || (c >= 0x2E80 && c <= 0xA4CF && c != 0x303F)
        || (c >= 0xAC00 && c <= 0xD7A3)
        || (c >= 0xF900 && c <= 0xFAFF)
        || (c >= 0xFE30 && c <= 0xFE6F)
        || (c >= 0xFF00 && c <= 0xFF60)
        || (c >= 0xFFE0 && c <= 0xFFE6)
        || (c >= 0x1F300 && c <= 0x1FAFF)
        || (c >= 0x20000 && c <= 0x3FFFD);
  }
}
