package io.raptorflow.guild.matrix.method;

import java.util.List;
import org.apache.commons.numbers.gamma.LogGamma;

/// Value of a purchase by customer (Fader and Hardie 2013, "The Gamma-Gamma Model of Monetary
/// Value"). It takes it that value does not go with the number of purchases.
public record GammaGamma(double p, double q, double gamma) {

  /// @param x purchases that the mean is over, 1 or more
  /// @param mean their mean value, above 0
  public record Spender(int x, double mean) {
    public Spender {
      if (x < 1 || !(mean > 0)) {
        throw new IllegalArgumentException(
            "a spender needs x >= 1 and mean > 0, was x %d mean %s".formatted(x, mean));
      }
    }
  }

  /// Maximum likelihood over the logarithms of the parameters; `q` stays above 1 so that the
  /// population has a mean.
  public static GammaGamma fit(List<Spender> spenders) {
    double mean = spenders.stream().mapToDouble(Spender::mean).average().orElseThrow();
    double[] best =
        new BoundedSearch(0.5, 1e-7, 2_000)
            .from(
                new double[] {Math.log(4), Math.log(2), Math.log(mean)},
                new double[] {-5, -5, Math.log(mean) - 8},
                new double[] {7, 5, Math.log(mean) + 8},
                w ->
                    -new GammaGamma(Math.exp(w[0]), 1 + Math.exp(w[1]), Math.exp(w[2]))
                            .logLikelihood(spenders)
                        / spenders.size());
    return new GammaGamma(Math.exp(best[0]), 1 + Math.exp(best[1]), Math.exp(best[2]));
  }

  double logLikelihood(List<Spender> spenders) {
    double sum = 0;
    double ofQ = LogGamma.value(q);
    for (Spender s : spenders) {
      double px = p * s.x();
      sum +=
          LogGamma.value(px + q)
              - LogGamma.value(px)
              - ofQ
              + q * Math.log(gamma)
              + (px - 1) * Math.log(s.mean())
              + px * Math.log(s.x())
              - (px + q) * Math.log(gamma + s.mean() * s.x());
    }
    return sum;
  }

  /// Mean value over all customers.
  public double populationMean() {
    return p * gamma / (q - 1);
  }

  /// Mean value of a customer with `x` purchases of the given mean; of the population for `x` 0.
  public double mean(int x, double mean) {
    return p * (gamma + mean * x) / (p * x + q - 1);
  }
}
