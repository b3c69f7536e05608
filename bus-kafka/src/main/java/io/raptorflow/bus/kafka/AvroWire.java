package io.raptorflow.bus.kafka;

/// Confluent's wire format: one byte 0, the schema id as four bytes, and Avro's binary encoding.
final class AvroWire {
  static final byte MAGIC = 0;
  static final int HEADER_BYTES = 5;

  private AvroWire() {}

  static String subject(String topic) {
    return topic + "-value";
  }
}
