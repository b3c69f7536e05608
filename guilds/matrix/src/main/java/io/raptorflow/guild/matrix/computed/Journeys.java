package io.raptorflow.guild.matrix.computed;

import io.raptorflow.guild.matrix.method.MarkovChain;
import io.raptorflow.guild.matrix.table.TableShape;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;

/// The table `journeys`: paths of channels with how often they ended in a conversion or in nothing.
///
/// @param paths every different path once, in the order of its channels
/// @param repeats paths in which a channel stands more than once
record Journeys(
    SortedSet<String> channels,
    List<Walk> paths,
    BigDecimal conversions,
    BigDecimal nulls,
    BigDecimal revenue,
    int repeats) {
  /// Most channels of a chain.
  static final int CHANNELS_MAX = 60;

  private static final int TOUCHES_MAX = 200;

  static final TableShape<Journey> SHAPE =
      new TableShape<>(
          "journeys",
          List.of("path", "conversions", "nulls", "revenue"),
          cells -> {
            String path = cells.text("path");
            List<String> touches = touches(path);
            if (touches.isEmpty() || touches.size() > TOUCHES_MAX || touches.contains("")) {
              cells.problem("path", path, "must be 1 to 200 channels between '>'");
            }
            return new Journey(
                touches,
                cells.amount("conversions"),
                cells.amount("nulls"),
                cells.amount("revenue"));
          });

  /// One row.
  record Journey(
      List<String> touches, BigDecimal conversions, BigDecimal nulls, BigDecimal revenue) {}

  /// A path, by positions of its channels.
  record Walk(int[] touches, double conversions, double nulls) {}

  private static List<String> touches(String path) {
    List<String> touches = new ArrayList<>();
    int from = 0;
    for (int at = path.indexOf('>'); at >= 0; at = path.indexOf('>', from)) {
      touches.add(path.substring(from, at).strip());
      from = at + 1;
    }
    touches.add(path.substring(from).strip());
    return touches;
  }

  static Journeys of(List<Journey> rows) {
    SortedSet<String> channels = new TreeSet<>();
    Map<List<String>, double[]> sums = new LinkedHashMap<>();
    BigDecimal conversions = BigDecimal.ZERO;
    BigDecimal nulls = BigDecimal.ZERO;
    BigDecimal revenue = BigDecimal.ZERO;
    for (Journey row : rows) {
      channels.addAll(row.touches());
      double[] sum = sums.computeIfAbsent(row.touches(), path -> new double[2]);
      sum[0] += row.conversions().doubleValue();
      sum[1] += row.nulls().doubleValue();
      conversions = conversions.add(row.conversions());
      nulls = nulls.add(row.nulls());
      revenue = revenue.add(row.revenue());
    }
    MarkovChain names = new MarkovChain(channels);
    List<Walk> walks = new ArrayList<>(sums.size());
    sums.forEach((path, sum) -> walks.add(new Walk(names.positions(path), sum[0], sum[1])));
    walks.sort((a, b) -> Arrays.compare(a.touches(), b.touches()));
    int repeats =
        (int)
            walks.stream()
                .filter(
                    walk ->
                        Arrays.stream(walk.touches()).distinct().count() < walk.touches().length)
                .count();
    return new Journeys(channels, walks, conversions, nulls, revenue, repeats);
  }

  MarkovChain chain() {
    return chain(count -> count);
  }

  /// A chain over counts that are changed first.
  MarkovChain chain(DoubleUnaryOperator count) {
    MarkovChain chain = new MarkovChain(channels);
    for (Walk walk : paths) {
      chain.add(
          walk.touches(),
          count.applyAsDouble(walk.conversions()),
          count.applyAsDouble(walk.nulls()));
    }
    return chain;
  }

  /// Credits of the rules that look at converted paths alone, by name.
  Map<String, double[]> rules(double halfLife) {
    int k = channels.size();
    Map<String, double[]> rules = new TreeMap<>();
    for (String rule : List.of("first", "last", "linear", "u_shape", "time_decay")) {
      double[] credit = new double[k];
      for (Walk walk : paths) {
        int n = walk.touches().length;
        double[] shares = shares(rule, n, halfLife);
        for (int i = 0; i < n; i++) {
          credit[walk.touches()[i]] += walk.conversions() * shares[i];
        }
      }
      rules.put(rule, credit);
    }
    return rules;
  }

  private static double[] shares(String rule, int n, double halfLife) {
    double[] shares = new double[n];
    switch (rule) {
      case "first" -> shares[0] = 1;
      case "last" -> shares[n - 1] = 1;
      case "u_shape" -> {
        if (n <= 2) {
          Arrays.fill(shares, 1.0 / n);
        } else {
          Arrays.fill(shares, 0.2 / (n - 2));
          shares[0] = 0.4;
          shares[n - 1] = 0.4;
        }
      }
      case "time_decay" -> {
        double sum = 0;
        for (int i = 0; i < n; i++) {
          shares[i] = Math.pow(0.5, (n - 1 - i) / halfLife);
          sum += shares[i];
        }
        for (int i = 0; i < n; i++) {
          shares[i] /= sum;
        }
      }
      default -> Arrays.fill(shares, 1.0 / n);
    }
    return shares;
  }
}
