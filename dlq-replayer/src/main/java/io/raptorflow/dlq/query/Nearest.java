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

  /// Optimal string alignment distance.
  static int distance(String a, String b) {
    int[][] rows = new int[a.length() + 1][b.length() + 1];
    Arrays.setAll(rows[0], j -> j);
    for (int i = 1; i <= a.length(); i++) {
      rows[i][0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int other = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1);
        least = Math.min(least, rows[i - 1][j - 1] + other);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          least = Math.min(least, rows[i - 2][j - 2] + 1);
        }
        rows[i][j] = least;
      }
    }
    return rows[a.length()][b.length()];
  }
}
