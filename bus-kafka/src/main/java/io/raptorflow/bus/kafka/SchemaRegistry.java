package io.raptorflow.bus.kafka;

import org.apache.avro.Schema;

/// Schemas and their ids. Each method throws [RegistryUnavailable] when the registry cannot answer
/// now, and [org.apache.kafka.common.errors.SerializationException] when it answers no.
interface SchemaRegistry {

  /// Adds a schema to a subject, or finds it there.
  int register(String subject, Schema schema);

  /// Id of a schema that the subject already has.
  int idOf(String subject, Schema schema);

  /// The schema of an id.
  Schema byId(int id);
}
