package io.raptorflow.bench;

import java.nio.file.Path;

/// How much a campaign measures.
enum Size {
  /// What the table in `bench/RESULTS.md` is drawn from.
  FULL,

  /// A try in minutes; it shows that everything runs, and its numbers are not published.
  QUICK;

  /// Set by `raptor bench all --quick` for the campaigns that it starts.
  static final String PROPERTY = "raptor.bench.size";

  static Size asked() {
    return valueOf(System.getProperty(PROPERTY, FULL.name()));
  }

  /// The size of a campaign that was called with `--quick` or without.
  static Size quickIf(boolean quick) {
    return quick ? QUICK : asked();
  }

  /// Where results of this size lie.
  Path results() {
    return switch (this) {
      case FULL -> Bench.home().resolve("bench/results");
      case QUICK -> Bench.home().resolve("bench/target/quick/results");
    };
  }

  /// The document whose tables are drawn from them.
  Path document() {
    return switch (this) {
      case FULL -> Bench.home().resolve("bench/RESULTS.md");
      case QUICK -> Bench.home().resolve("bench/target/quick/RESULTS.md");
    };
  }
}
