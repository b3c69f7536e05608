package io.raptorflow.guild.matrix.computed;

import io.raptorflow.guild.matrix.table.TableShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The table `ab_tests`: one row for each arm of each experiment.
final class ExperimentTable {
  static final TableShape<Row> SHAPE =
      new TableShape<>(
          "ab_tests",
          List.of("experiment_id", "name", "variant", "visitors", "conversions"),
          cells -> {
            Row row =
                new Row(
                    cells.text("experiment_id"),
                    cells.text("name"),
                    cells.text("variant"),
                    cells.count("visitors"),
                    cells.count("conversions"));
            if (row.conversions() > row.visitors()) {
              cells.problem(
                  "conversions", Long.toString(row.conversions()), "must not exceed visitors");
            }
            if (row.visitors() == 0 || row.visitors() > Integer.MAX_VALUE) {
              cells.problem("visitors", Long.toString(row.visitors()), "must be 1 to 2147483647");
            }
            return row;
          });

  /// Names of a control, in the order in which they are looked for.
  private static final List<String> CONTROLS =
      List.of("holdout", "hold_out", "hold-out", "control", "a", "0");

  /// How many of them name a group that saw no media.
  private static final int HOLD_OUTS = 3;

  private ExperimentTable() {}

  /// One arm.
  record Row(String experiment, String name, String variant, long visitors, long conversions) {}

  /// Arms of an experiment, the control first.
  record Experiment(String id, String name, List<Row> arms) {
    boolean holdOut() {
      return rank(arms.getFirst().variant()) < HOLD_OUTS;
    }

    long fewest() {
      return arms.stream().mapToLong(Row::visitors).min().orElse(0);
    }
  }

  /// Experiments with at least two arms, by id; others are named in `refusals`.
  static List<Experiment> experiments(Study study, List<Row> rows) {
    Map<String, List<Row>> byId = new TreeMap<>();
    Map<String, Set<String>> names = new TreeMap<>();
    for (Row row : rows) {
      byId.computeIfAbsent(row.experiment(), id -> new ArrayList<>()).add(row);
      names.computeIfAbsent(row.experiment(), id -> new TreeSet<>()).add(row.name());
    }
    List<Experiment> experiments = new ArrayList<>();
    byId.forEach(
        (id, arms) -> {
          long variants = arms.stream().map(Row::variant).distinct().count();
          Set<String> called = names.getOrDefault(id, Set.of());
          if (variants < arms.size()) {
            study.refuse(id + ": a variant stands there twice");
          } else if (arms.size() < 2) {
            study.refuse(id + ": has one variant, a comparison needs two");
          } else if (called.size() > 1) {
            study.refuse(id + ": goes by several names " + called);
          } else {
            arms.sort(ExperimentTable::controlFirst);
            experiments.add(new Experiment(id, arms.getFirst().name(), List.copyOf(arms)));
          }
        });
    return experiments;
  }

  private static int controlFirst(Row a, Row b) {
    int byName = Integer.compare(rank(a.variant()), rank(b.variant()));
    return byName != 0 ? byName : a.variant().compareTo(b.variant());
  }

  private static int rank(String variant) {
    int at = CONTROLS.indexOf(variant.toLowerCase(Locale.ROOT));
    return at < 0 ? CONTROLS.size() : at;
  }
}
