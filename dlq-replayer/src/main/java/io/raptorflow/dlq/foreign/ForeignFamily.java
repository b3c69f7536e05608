package io.raptorflow.dlq.foreign;

/// Who wrote a dead letter, by the names of its headers.
public enum ForeignFamily {
  /// Our own dead-letter writer: `raptor-reason-class`.
  RAPTOR,
  /// Spring's `DeadLetterPublishingRecoverer`: `kafka_dlt-*` (spring-kafka 4.1.1, `KafkaHeaders`).
  SPRING,
  /// Spring's retry topics: the same, and `retry_topic-*`.
  SPRING_RETRY,
  /// Kafka Connect: `__connect.errors.*` (KIP-298; `DeadLetterQueueReporter`).
  CONNECT,
  /// Kafka Streams: `__streams.errors.*` (KIP-1034; kafka-streams 4.3.1, `ExceptionHandlerUtils`).
  STREAMS,
  /// Share groups: `__dlq.errors.*` (KIP-1191; Kafka 4.4, `ShareGroupDLQStateManager`).
  SHARE_GROUP,
  /// None of these.
  NONE
}
