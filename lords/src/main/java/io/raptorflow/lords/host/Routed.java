package io.raptorflow.lords.host;

/// Bytes with the topic that they go to; the topic does not travel.
record Routed(String topic, byte[] value) {}
