package io.raptorflow.agent.offline.text;

/// How alike two short texts are (Jaro 1989, Winkler 1990: prefix weight 0.1, at most 4 letters).
public final class Similarity {
  private Similarity() {}

  /// Jaro-Winkler similarity of the normal forms, 0 to 1.
  public static double jaroWinkler(String left, String right) {
    return ofNormal(Words.normal(left), Words.normal(right));
  }

  /// Jaro-Winkler similarity of two texts as they stand, 0 to 1.
  static double ofNormal(String a, String b) {
    if (a.equals(b)) {
      return 1;
    }
    if (a.isEmpty() || b.isEmpty()) {
      return 0;
    }
    int window = Math.max(0, Math.max(a.length(), b.length()) / 2 - 1);
    boolean[] usedA = new boolean[a.length()];
    boolean[] usedB = new boolean[b.length()];
    int matches = 0;
    for (int i = 0; i < a.length(); i++) {
      int to = Math.min(b.length(), i + window + 1);
      for (int j = Math.max(0, i - window); j < to; j++) {
        if (!usedB[j] && a.charAt(i) == b.charAt(j)) {
          usedA[i] = true;
          usedB[j] = true;
          matches++;
          break;
        }
      }
    }
    if (matches == 0) {
      return 0;
    }
    int crossed = 0;
    int j = 0;
    for (int i = 0; i < a.length(); i++) {
      if (usedA[i]) {
        while (!usedB[j]) {
          j++;
        }
        crossed += a.charAt(i) == b.charAt(j) ? 0 : 1;
        j++;
      }
    }
    double m = matches;
    double jaro = (m / a.length() + m / b.length() + (m - crossed / 2) / m) / 3;
    int prefix = 0;
    while (prefix < Math.min(4, Math.min(a.length(), b.length()))
        && a.charAt(prefix) == b.charAt(prefix)) {
      prefix++;
    }
    return jaro + prefix * 0.1 * (1 - jaro);
  }
}
