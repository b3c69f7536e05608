package io.raptorflow.guild.matrix.method;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.numbers.gamma.LogGamma;

/// Repeat buying with dropout: the BG/NBD model (Fader, Hardie and Lee 2005), its likelihood in the
/// form that does not overflow (Fader and Hardie 2013).
///
/// @param r shape of the purchase rates
/// @param alpha scale of the purchase rates, in the unit of time
/// @param a first shape of the dropout chances
/// @param b second shape of the dropout chances
/// @param logLikelihood NaN when the parameters were given and not fitted
public record BgNbd(double r, double alpha, double a, double b, double logLikelihood) {
  private static final double LOG_LEAST = Math.log(1e-3);
  private static final double LOG_MOST = Math.log(1e3);
  private static final int EVALUATIONS_MAX = 2_000;

  /// What one customer did.
  ///
  /// @param x repeat purchases
  /// @param last time of the last of them, 0 when there is none
  /// @param age time since the first purchase
  /// @param weight how many customers did the same
  public record Customer(int x, double last, double age, int weight) {
    public Customer {
      if (x < 0 || !(last >= 0 && last <= age) || weight < 1) {
        throw new IllegalArgumentException(
            "a customer needs x >= 0, 0 <= last <= age, weight >= 1, was x %d last %s age %s weight %d"
                .formatted(x, last, age, weight));
      }
    }
  }

  /// Parameters that were found elsewhere.
  public static BgNbd of(double r, double alpha, double a, double b) {
    return new BgNbd(r, alpha, a, b, Double.NaN);
  }

  /// Maximum likelihood over the logarithms of the parameters.
  public static BgNbd fit(List<Customer> customers) {
    int most = customers.stream().mapToInt(Customer::x).max().orElse(0);
    double size = customers.stream().mapToDouble(Customer::weight).sum();
    double age = customers.stream().mapToDouble(Customer::age).max().orElse(1);
    double[] low = new double[4];
    double[] high = new double[4];
    Arrays.fill(low, LOG_LEAST);
    Arrays.fill(high, LOG_MOST);
    // Alpha has the unit of time, so its range goes with the data.
    low[1] += Math.log(age / 40);
    high[1] += Math.log(age / 40);
    double[] start = {Math.log(0.5), Math.log(age / 8), Math.log(1), Math.log(2.5)};
    double[] best =
        new BoundedSearch(0.5, 1e-7, EVALUATIONS_MAX)
            .from(
                start,
                low,
                high,
                p ->
                    -logLikelihood(
                            customers,
                            most,
                            Math.exp(p[0]),
                            Math.exp(p[1]),
                            Math.exp(p[2]),
                            Math.exp(p[3]))
                        / size);
    BgNbd found = of(Math.exp(best[0]), Math.exp(best[1]), Math.exp(best[2]), Math.exp(best[3]));
    return new BgNbd(found.r, found.alpha, found.a, found.b, found.logLikelihoodOf(customers));
  }

  /// Log-likelihood of customers under these parameters.
  public double logLikelihoodOf(List<Customer> customers) {
    int most = customers.stream().mapToInt(Customer::x).max().orElse(0);
    return logLikelihood(customers, most, r, alpha, a, b);
  }

  private static double logLikelihood(
      List<Customer> customers, int most, double r, double alpha, double a, double b) {
    double[] byX = new double[most + 1];
    double fixed =
        r * Math.log(alpha) - LogGamma.value(r) + LogGamma.value(a + b) - LogGamma.value(b);
    for (int x = 0; x <= most; x++) {
      byX[x] = fixed + LogGamma.value(r + x) + LogGamma.value(b + x) - LogGamma.value(a + b + x);
    }
    double sum = 0;
    for (Customer c : customers) {
      double power = r + c.x();
      double toLast = Math.log(alpha + c.last());
      double alive = Math.exp(power * (toLast - Math.log(alpha + c.age())));
      double gone = c.x() == 0 ? 0 : a / (b + c.x() - 1);
      sum += c.weight() * (byX[c.x()] - power * toLast + Math.log(alive + gone));
    }
    return sum;
  }

  /// Chance that a customer is still buying. A customer without a repeat purchase always is.
  public double alive(int x, double last, double age) {
    if (x == 0) {
      return 1;
    }
    return 1 / (1 + a / (b + x - 1) * Math.pow((alpha + age) / (alpha + last), r + x));
  }

  /// Purchases that a customer is expected to make in the time `t` from now.
  public double expected(int x, double last, double age, double t) {
    // At a = 1 the formula has a removable hole.
    double shape = Math.abs(a - 1) < 1e-7 ? 1 + 1e-7 : a;
    double z = t / (alpha + age + t);
    double rest =
        1
            - Math.pow((alpha + age) / (alpha + age + t), r + x)
                * hypergeometric(r + x, b + x, shape + b + x - 1, z);
    double numerator = (shape + b + x - 1) / (shape - 1) * rest;
    double denominator =
        x == 0 ? 1 : 1 + shape / (b + x - 1) * Math.pow((alpha + age) / (alpha + last), r + x);
    return numerator / denominator;
  }

  /// Purchases that a new customer is expected to make in the time `t`.
  public double expectedOfNew(double t) {
    return expected(0, 0, 0, t);
  }

  /// Gauss's series, for `0 <= z < 1`.
  static double hypergeometric(double a, double b, double c, double z) {
    double term = 1;
    double sum = 1;
    for (int i = 0; i < 100_000; i++) {
      term *= (a + i) * (b + i) / ((c + i) * (i + 1)) * z;
      sum += term;
      if (Math.abs(term) <= 1e-15 * Math.abs(sum)) {
        break;
      }
    }
    return sum;
  }
}
