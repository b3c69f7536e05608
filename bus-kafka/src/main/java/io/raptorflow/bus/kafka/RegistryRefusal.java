package io.raptorflow.bus.kafka;

import org.apache.kafka.common.errors.SerializationException;

/// The registry answered, and the answer is no.
final class RegistryRefusal extends SerializationException {
  private static final long serialVersionUID = 1L;

  private final int status;

  RegistryRefusal(String message, int status) {
    super(message);
    this.status = status;
  }

  /// HTTP status, under the name that Confluent's exception has.
  public int getStatus() {
    return status;
  }
}
