package io.raptorflow.testkit.bus;

import java.util.Locale;

/// Which Kafka the tests run on; chosen by `-Dit.kafka`.
public enum KafkaKind {
  /// Docker where it runs, else in process.
  AUTO,
  /// `apache/kafka` in a container; without Docker the tests fail.
  DOCKER,
  /// The embedded broker in the tests' own process.
  INPROCESS;

  static KafkaKind of(String name) {
    for (KafkaKind kind : values()) {
      if (kind.name().equals(name.toUpperCase(Locale.ROOT))) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        "it.kafka must be auto, docker or inprocess, was '" + name + "'");
  }
}
