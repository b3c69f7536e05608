package io.raptorflow.guild.matrix.method;

import java.util.function.LongToDoubleFunction;

/// The Shapley value (Shapley 1953): what each player adds, averaged over all orders of arrival.
public final class Shapley {
  /// Most players; the value of every coalition is asked for.
  public static final int PLAYERS_MAX = 12;

  private Shapley() {}

  /// Values of the players.
  ///
  /// @param value of a coalition, given as a set of bits
  /// @throws IllegalArgumentException for no player or more than [#PLAYERS_MAX]
  public static double[] values(int players, LongToDoubleFunction value) {
    if (players < 1 || players > PLAYERS_MAX) {
      throw new IllegalArgumentException(
          "Shapley needs 1 to %d players, has %d".formatted(PLAYERS_MAX, players));
    }
    double[] worth = new double[1 << players];
    for (int coalition = 0; coalition < worth.length; coalition++) {
      worth[coalition] = value.applyAsDouble(coalition);
    }
    double[] weight = new double[players];
    weight[0] = 1.0 / players;
    for (int size = 1; size < players; size++) {
      // |S|! (n - |S| - 1)! / n!
      weight[size] = weight[size - 1] * size / (players - size);
    }
    double[] values = new double[players];
    for (int coalition = 0; coalition < worth.length; coalition++) {
      for (int player = 0; player < players; player++) {
        int bit = 1 << player;
        if ((coalition & bit) == 0) {
          values[player] +=
              weight[Integer.bitCount(coalition)] * (worth[coalition | bit] - worth[coalition]);
        }
      }
    }
    return values;
  }
}
