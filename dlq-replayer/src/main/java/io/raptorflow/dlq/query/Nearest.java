package io.raptorflow.dlq.query;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Finds the name that somebody probably meant.
final class Nearest {
  private static final int CHARS_MAX = 40;

  private Nearest() {}

  /// The known name that needs the fewest changes (a letter more, less, other, or two swapped), or
  /// an empty text when even that one shares too little with what was written.
  static String to(String written, List<String> known) {
    if (written.length() > CHARS_MAX) {
      return "";
    }
    String lower = written.toLowerCase(Locale.ROOT);
    String nearest = "";
    int fewest = Integer.MAX_VALUE;
    for (String name : known) {
      int most = Math.min(fewest - 1, 1 + Math.max(lower.length(), name.length()) / 3);
      if (Math.abs(lower.length() - name.length()) > most) {
        continue;
      }
      int changes = distance(lower, name.toLowerCase(Locale.ROOT));
      if (changes <= most) {
        fewest = changes;
        nearest = name;
      }
    }
    return nearest;
  }

  /// Optimal string alignment distance. Only the last three rows of its table are kept.
  static int distance(String a, String b) {
    int[] before = new int[b.length() + 1];
    int[] above = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    Arrays.setAll(above, j -> j);
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      char c = a.charAt(i - 1);
      for (int j = 1; j <= b.length(); j++) {
        int least = Math.min(above[j], row[j - 1]) + 1;
        least = Math.min(least, above[j - 1] + (c == b.charAt(j - 1) ? 0 : 1));
        if (i > 1 && j > 1 && c == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
          least = Math.min(least, before[j - 2] + 1);
        }
        row[j] = least;
      }
      int[] spent = before;
      before = above;
      above = row;
      row = spent;
    }
    return above[b.length()];
  }
}
