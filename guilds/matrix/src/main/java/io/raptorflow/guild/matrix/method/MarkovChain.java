package io.raptorflow.guild.matrix.method;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.LUDecomposition;

/// An absorbing chain of order 1 over channels (Anderl and others 2016), with conversion and null
/// as the absorbing states. Removing a channel sends its traffic into null.
public final class MarkovChain {
  private final List<String> channels;
  private final TreeMap<String, Integer> at = new TreeMap<>();

  /// Weights of moves: row 0 is the start, row i + 1 channel i; the last two columns are conversion
  /// and null.
  private final double[][] moves;

  /// @param channels names of the channels, each once
  public MarkovChain(SortedSet<String> channels) {
    this.channels = List.copyOf(channels);
    for (int i = 0; i < this.channels.size(); i++) {
      at.put(this.channels.get(i), i);
    }
    this.moves = new double[this.channels.size() + 1][this.channels.size() + 2];
  }

  public List<String> channels() {
    return channels;
  }

  /// Positions of the channels of a path.
  ///
  /// @throws IllegalArgumentException when the chain does not know a channel
  public int[] positions(List<String> path) {
    int[] positions = new int[path.size()];
    for (int i = 0; i < positions.length; i++) {
      Integer position = at.get(path.get(i));
      if (position == null) {
        throw new IllegalArgumentException("the chain has no channel " + path.get(i));
      }
      positions[i] = position;
    }
    return positions;
  }

  /// Adds a path that was walked `conversions` times to a conversion and `nulls` times to nothing.
  public void add(int[] path, double conversions, double nulls) {
    double walks = conversions + nulls;
    int from = 0;
    for (int channel : path) {
      moves[from][channel] += walks;
      from = channel + 1;
    }
    moves[from][channels.size()] += conversions;
    moves[from][channels.size() + 1] += nulls;
  }

  /// Chance that a walk ends in a conversion.
  public double conversion() {
    return conversion(channel -> true);
  }

  /// The same when only some channels are there.
  public double conversion(IntPredicate present) {
    int k = channels.size();
    // h = chance of conversion from each channel: (I - Q) h = r.
    double[][] matrix = new double[k][k];
    double[] right = new double[k];
    for (int i = 0; i < k; i++) {
      matrix[i][i] = 1;
      double sum = sum(moves[i + 1]);
      if (!present.test(i) || sum == 0) {
        continue;
      }
      for (int j = 0; j < k; j++) {
        if (present.test(j)) {
          matrix[i][j] -= moves[i + 1][j] / sum;
        }
      }
      right[i] = moves[i + 1][k] / sum;
    }
    double[] chance =
        new LUDecomposition(new Array2DRowRealMatrix(matrix, false), 1e-14)
            .getSolver()
            .solve(new ArrayRealVector(right, false))
            .toArray();
    double start = sum(moves[0]);
    double total = 0;
    for (int i = 0; i < k && start > 0; i++) {
      total += present.test(i) ? moves[0][i] / start * chance[i] : 0;
    }
    return total;
  }

  /// Share of conversions that are lost without each channel, not yet normalized.
  public double[] removalEffects() {
    double whole = conversion();
    double[] effects = new double[channels.size()];
    for (int i = 0; i < effects.length; i++) {
      int removed = i;
      effects[i] =
          whole == 0 ? 0 : Math.clamp(1 - conversion(channel -> channel != removed) / whole, 0, 1);
    }
    return effects;
  }

  private static double sum(double[] row) {
    double sum = 0;
    for (double weight : row) {
      sum += weight;
    }
    return sum;
  }
}
