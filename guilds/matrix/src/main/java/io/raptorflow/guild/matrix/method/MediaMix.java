package io.raptorflow.guild.matrix.method;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.QRDecomposition;

/// Sales from media that echo and tire: geometric adstock (Broadbent 1979), Hill saturation, and
/// least squares with media effects that are not negative and a small ridge, beside free controls.
///
/// Controls are taken out first (Frisch and Waugh 1933), so only the media are searched: a grid for
/// each channel in turn, then BOBYQA over all.
public final class MediaMix {
  private static final double[] SHAPES = {0.7, 1, 1.5, 2, 3};
  private static final double[] HALVES = {0.15, 0.3, 0.5, 0.75, 1};
  private static final double THETA_MAX = 0.9;
  private static final int SWEEPS = 3;
  private static final int BLOCK = 4;

  private final double[][] spend;
  private final double[][] projector;
  private final double[] rest;
  private final double[] sales;
  private final double ridge;

  /// How spend of one channel turns into sales.
  ///
  /// @param theta share of a week's effect that stays for the next
  /// @param shape steepness of the Hill curve
  /// @param half adstocked spend at half of the most
  /// @param beta sales at the most
  public record Response(double theta, double shape, double half, double beta) {
    /// Sales of a week in the long run, when `weekly` is spent every week.
    public double at(double weekly) {
      return beta * hill(weekly / (1 - theta), shape, half);
    }
  }

  /// @param r2 of the whole model
  /// @param residuals by week
  public record Fit(Response[] channels, double r2, double[] residuals) {}

  /// @param spend by channel and week
  /// @param controls by column and week, with a column of ones
  /// @param ridge penalty on the media effects, relative to the size of their columns
  public MediaMix(double[][] spend, double[] sales, double[][] controls, double ridge) {
    this.spend = spend;
    this.sales = sales;
    this.ridge = ridge;
    double[][] columns = new double[sales.length][controls.length];
    for (int c = 0; c < controls.length; c++) {
      for (int t = 0; t < sales.length; t++) {
        columns[t][c] = controls[c][t];
      }
    }
    double[][] q = new QRDecomposition(new Array2DRowRealMatrix(columns, false)).getQ().getData();
    projector = new double[controls.length][sales.length];
    for (int c = 0; c < controls.length; c++) {
      for (int t = 0; t < sales.length; t++) {
        projector[c][t] = q[t][c];
      }
    }
    rest = cleaned(sales);
  }

  /// Adstock: each week keeps `theta` of the week before.
  public static double[] adstock(double[] x, double theta) {
    double[] y = new double[x.length];
    double kept = 0;
    for (int t = 0; t < x.length; t++) {
      kept = x[t] + theta * kept;
      y[t] = kept;
    }
    return y;
  }

  /// Hill curve from 0 to 1.
  public static double hill(double x, double shape, double half) {
    if (x <= 0) {
      return 0;
    }
    return 1 / (1 + Math.pow(half / x, shape));
  }

  /// Fits all channels.
  public Fit fit() {
    int k = spend.length;
    double[] p = new double[3 * k];
    for (int j = 0; j < k; j++) {
      p[3 * j] = 0.3;
      p[3 * j + 1] = 1;
      p[3 * j + 2] = 0.5;
    }
    double[][] columns = new double[k][];
    for (int j = 0; j < k; j++) {
      columns[j] = column(j, p);
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (int j = 0; j < k; j++) {
        search(j, p, columns);
      }
    }
    double[] low = new double[3 * k];
    double[] high = new double[3 * k];
    for (int j = 0; j < k; j++) {
      low[3 * j + 1] = 0.5;
      low[3 * j + 2] = 0.05;
      high[3 * j] = THETA_MAX;
      high[3 * j + 1] = 3;
      high[3 * j + 2] = 1.5;
    }
    return answer(new BoundedSearch(0.05, 1e-6, 20_000).from(p, low, high, this::loss));
  }

  private void search(int j, double[] p, double[][] columns) {
    double least = Double.POSITIVE_INFINITY;
    double[] found = {p[3 * j], p[3 * j + 1], p[3 * j + 2]};
    for (int step = 0; step <= 9; step++) {
      for (double shape : SHAPES) {
        for (double half : HALVES) {
          p[3 * j] = step / 10.0;
          p[3 * j + 1] = shape;
          p[3 * j + 2] = half;
          columns[j] = column(j, p);
          double loss = loss(columns);
          if (loss < least) {
            least = loss;
            found = new double[] {p[3 * j], p[3 * j + 1], p[3 * j + 2]};
          }
        }
      }
    }
    System.arraycopy(found, 0, p, 3 * j, 3);
    columns[j] = column(j, p);
  }

  private double loss(double[] p) {
    double[][] columns = new double[spend.length][];
    for (int j = 0; j < columns.length; j++) {
      columns[j] = column(j, p);
    }
    return loss(columns);
  }

  private double loss(double[][] columns) {
    double[] beta = effects(columns, rest);
    double loss = 0;
    for (int t = 0; t < rest.length; t++) {
      double error = rest[t];
      for (int j = 0; j < beta.length; j++) {
        error -= beta[j] * columns[j][t];
      }
      loss += error * error;
    }
    return loss;
  }

  private double half(int j, double[] adstocked, double share) {
    double most = Arrays.stream(adstocked).max().orElse(0);
    return share * (most > 0 ? most : 1 + spend[j].length);
  }

  private double[] raw(int j, double[] p) {
    double[] adstocked = adstock(spend[j], Math.clamp(p[3 * j], 0, THETA_MAX));
    double half = half(j, adstocked, p[3 * j + 2]);
    return Arrays.stream(adstocked).map(x -> hill(x, p[3 * j + 1], half)).toArray();
  }

  private double[] column(int j, double[] p) {
    return cleaned(raw(j, p));
  }

  /// What the controls do not explain.
  double[] cleaned(double[] column) {
    double[] left = column.clone();
    for (double[] direction : projector) {
      double along = 0;
      for (int t = 0; t < left.length; t++) {
        along += direction[t] * left[t];
      }
      for (int t = 0; t < left.length; t++) {
        left[t] -= along * direction[t];
      }
    }
    return left;
  }

  /// Least squares with effects from 0 up, by coordinate descent on the normal equations.
  double[] effects(double[][] columns, double[] y) {
    int k = columns.length;
    double[][] gram = new double[k][k];
    double[] right = new double[k];
    for (int a = 0; a < k; a++) {
      for (int b = 0; b <= a; b++) {
        double sum = 0;
        for (int t = 0; t < y.length; t++) {
          sum += columns[a][t] * columns[b][t];
        }
        gram[a][b] = sum;
        gram[b][a] = sum;
      }
      for (int t = 0; t < y.length; t++) {
        right[a] += columns[a][t] * y[t];
      }
    }
    double[] beta = new double[k];
    for (int sweep = 0; sweep < 500; sweep++) {
      double moved = 0;
      for (int a = 0; a < k; a++) {
        double pull = right[a];
        for (int b = 0; b < k; b++) {
          pull -= b == a ? 0 : gram[a][b] * beta[b];
        }
        double own = gram[a][a] * (1 + ridge);
        double next = own > 1e-12 ? Math.max(0, pull / own) : 0;
        moved = Math.max(moved, Math.abs(next - beta[a]) / (1 + Math.abs(next)));
        beta[a] = next;
      }
      if (moved < 1e-10) {
        break;
      }
    }
    return beta;
  }

  private Fit answer(double[] p) {
    int k = spend.length;
    double[][] columns = new double[k][];
    for (int j = 0; j < k; j++) {
      columns[j] = column(j, p);
    }
    double[] beta = effects(columns, rest);
    Response[] channels = new Response[k];
    for (int j = 0; j < k; j++) {
      double[] adstocked = adstock(spend[j], p[3 * j]);
      channels[j] = new Response(p[3 * j], p[3 * j + 1], half(j, adstocked, p[3 * j + 2]), beta[j]);
    }
    double[] residuals = rest.clone();
    double errors = 0;
    double mean = Arrays.stream(sales).average().orElse(0);
    double total = 0;
    for (int t = 0; t < rest.length; t++) {
      for (int j = 0; j < k; j++) {
        residuals[t] -= beta[j] * columns[j][t];
      }
      errors += residuals[t] * residuals[t];
      total += (sales[t] - mean) * (sales[t] - mean);
    }
    return new Fit(channels, total == 0 ? 0 : 1 - errors / total, residuals);
  }

  /// Sales by week that a channel brought.
  public double[] contribution(int channel, Response response) {
    return Arrays.stream(adstock(spend[channel], response.theta()))
        .map(x -> response.beta() * hill(x, response.shape(), response.half()))
        .toArray();
  }

  /// Effects under resampled errors, in blocks of four weeks (Kunsch 1989), adstock and curves held
  /// as fitted.
  ///
  /// @return beta by draw and channel
  public double[][] bootstrap(Fit fit, int draws, long seed) {
    int k = spend.length;
    double[][] columns = new double[k][];
    double[] fitted = new double[rest.length];
    for (int j = 0; j < k; j++) {
      Response r = fit.channels()[j];
      double[] adstocked = adstock(spend[j], r.theta());
      columns[j] =
          cleaned(Arrays.stream(adstocked).map(x -> hill(x, r.shape(), r.half())).toArray());
      for (int t = 0; t < fitted.length; t++) {
        fitted[t] += r.beta() * columns[j][t];
      }
    }
    SplittableRandom random = new SplittableRandom(seed);
    double[][] betas = new double[draws][];
    for (int d = 0; d < draws; d++) {
      double[] y = fitted.clone();
      for (int t = 0; t < y.length; t += BLOCK) {
        int from = random.nextInt(Math.max(1, y.length - BLOCK + 1));
        for (int i = 0; i < BLOCK && t + i < y.length; i++) {
          y[t + i] += fit.residuals()[Math.min(from + i, y.length - 1)];
        }
      }
      betas[d] = effects(columns, cleaned(y));
    }
    return betas;
  }
}
