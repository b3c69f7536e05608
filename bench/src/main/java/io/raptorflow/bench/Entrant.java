package io.raptorflow.bench;

import io.raptorflow.bench.Racer.Kind;
import java.util.Optional;

/// Who races in a queue workload.
enum Entrant {
  RAPTOR("RaptorFlow inbox", Durability.EXACTLY_ONCE, Kind.RAPTOR),
  /// The inbox where the late works are of the large workspace too, so that their turn comes in the
  /// order of arrival.
  IN_ORDER("RaptorFlow inbox, all of one workspace", Durability.EXACTLY_ONCE, Kind.RAPTOR),
  PARALLEL("Parallel Consumer 0.5.3.3", Durability.AT_LEAST_ONCE, Kind.PARALLEL_CONSUMER),
  PLAIN("plain consumer", Durability.AT_LEAST_ONCE, Kind.PLAIN),
  SPRING("Spring record listener, 4 threads", Durability.AT_LEAST_ONCE, Kind.SPRING_RECORD),
  BATCH("Spring batch listener, 4 threads", Durability.AT_LEAST_ONCE, Kind.SPRING_BATCH),
  ASYNC("Spring asyncAcks, virtual threads", Durability.AT_LEAST_ONCE, Kind.SPRING_ASYNC),
  SHARE("share group, 200 members", Durability.AT_LEAST_ONCE, Kind.SHARE_GROUP),
  BULLMQ("BullMQ 5.81 on Redis 7", Durability.REDIS, null);

  private final String title;
  private final Durability durability;
  private final Optional<Kind> kind;

  Entrant(String title, Durability durability, @org.jspecify.annotations.Nullable Kind kind) {
    this.title = title;
    this.durability = durability;
    this.kind = Optional.ofNullable(kind);
  }

  /// What is not lost, and what does not happen twice.
  enum Durability {
    EXACTLY_ONCE("exactly once in Kafka; one broker"),
    AT_LEAST_ONCE("at least once; one broker"),
    REDIS("at least once; append-only file flushed each second");

    private final String text;

    Durability(String text) {
      this.text = text;
    }
  }

  String title() {
    return title;
  }

  String durability() {
    return durability.text;
  }

  /// The racer in Java; empty for the one on Node.js.
  Optional<Kind> kind() {
    return kind;
  }
}
