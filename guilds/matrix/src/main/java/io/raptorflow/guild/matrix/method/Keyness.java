package io.raptorflow.guild.matrix.method;

import java.util.Map;
import java.util.TreeMap;

/// Which words stand out in one body of text against another.
public final class Keyness {
  private Keyness() {}

  /// @param g2 log-likelihood ratio (Dunning 1993), above 3.84 at 5 %; positive whichever side has
  ///   more
  /// @param z log-odds ratio with a Dirichlet prior in standard deviations (Monroe, Colaresi and
  ///   Quinn 2008); positive where the word belongs to the first body
  public record Term(long count, long background, double g2, double z) {}

  /// Log-likelihood ratio of a word with `a` of `na` words against `b` of `nb`.
  public static double g2(long a, long na, long b, long nb) {
    double share = (double) (a + b) / (na + nb);
    return 2 * (part(a, na * share) + part(b, nb * share));
  }

  private static double part(double seen, double expected) {
    return seen == 0 ? 0 : seen * Math.log(seen / expected);
  }

  /// Terms of both bodies. The prior is the two bodies together, scaled to `prior` words.
  public static Map<String, Term> terms(
      Map<String, Long> words, Map<String, Long> background, double prior) {
    long na = words.values().stream().mapToLong(Long::longValue).sum();
    long nb = background.values().stream().mapToLong(Long::longValue).sum();
    Map<String, Long> all = new TreeMap<>(words);
    background.forEach((word, count) -> all.merge(word, count, Long::sum));
    Map<String, Term> terms = new TreeMap<>();
    all.forEach(
        (word, both) -> {
          long a = words.getOrDefault(word, 0L);
          long b = background.getOrDefault(word, 0L);
          double own = prior * both / (na + nb);
          double oddsA = (a + own) / (na + prior - a - own);
          double oddsB = (b + own) / (nb + prior - b - own);
          double variance = 1 / (a + own) + 1 / (b + own);
          terms.put(
              word,
              new Term(
                  a,
                  b,
                  g2(a, na, b, nb),
                  (Math.log(oddsA) - Math.log(oddsB)) / Math.sqrt(variance)));
        });
    return terms;
  }
}
