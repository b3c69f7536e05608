package io.raptorflow.bus;

/// Position of a record in the log.
public record Coordinates(String topic, int partition, long offset) {

  @Override
  public String toString() {
    return topic + ":" + partition + ":" + offset;
  }
}
