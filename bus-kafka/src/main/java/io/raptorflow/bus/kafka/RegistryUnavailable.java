package io.raptorflow.bus.kafka;

import org.jspecify.annotations.Nullable;

/// The schema registry cannot answer now. The record is not to blame, so this is an [Error]: code
/// that turns every exception of a deserializer into a dead letter lets it through.
public final class RegistryUnavailable extends Error {
  private static final long serialVersionUID = 1L;

  public RegistryUnavailable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
