package io.raptorflow.guild.guardian.text;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Contrast of two colours (WCAG 2.2, relative luminance); never rounded before it is compared.
public final class Contrast {
  private static final Pattern HEX =
      Pattern.compile("#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})(?:[0-9a-fA-F]{2})?");
  private static final Pattern RGB =
      Pattern.compile("rgba?\\(\\s*(\\d{1,3})[\\s,]+(\\d{1,3})[\\s,]+(\\d{1,3})[^)]*\\)");

  private Contrast() {}

  /// Ratio of two CSS colours, 1 to 21; empty when one cannot be read.
  public static Optional<Double> of(String one, String other) {
    Optional<Double> first = luminance(one);
    Optional<Double> second = luminance(other);
    if (first.isEmpty() || second.isEmpty()) {
      return Optional.empty();
    }
    double light = Math.max(first.get(), second.get());
    double dark = Math.min(first.get(), second.get());
    return Optional.of((light + 0.05) / (dark + 0.05));
  }

  private static Optional<Double> luminance(String css) {
    String colour = css.strip();
    if (colour.equalsIgnoreCase("white")) {
      colour = "#ffffff";
    } else if (colour.equalsIgnoreCase("black")) {
      colour = "#000000";
    }
    int[] parts = new int[3];
    Matcher hex = HEX.matcher(colour);
    Matcher rgb = RGB.matcher(colour);
    if (hex.matches()) {
      String digits = hex.group(1);
      for (int i = 0; i < 3; i++) {
        parts[i] =
            digits.length() == 3
                ? Integer.parseInt(digits.substring(i, i + 1), 16) * 17
                : Integer.parseInt(digits.substring(2 * i, 2 * i + 2), 16);
      }
    } else if (rgb.matches()) {
      for (int i = 0; i < 3; i++) {
        parts[i] = Math.min(255, Integer.parseInt(rgb.group(i + 1)));
      }
    } else {
      return Optional.empty();
    }
    return Optional.of(
        0.2126 * linear(parts[0]) + 0.7152 * linear(parts[1]) + 0.0722 * linear(parts[2]));
  }

  private static double linear(int channel) {
    double c = channel / 255.0;
    return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
  }
}
