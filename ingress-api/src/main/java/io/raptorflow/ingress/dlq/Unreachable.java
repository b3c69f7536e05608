package io.raptorflow.ingress.dlq;

/// Something that a command needs does not answer; nothing was changed.
public final class Unreachable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Unreachable(String message) {
    super(message);
  }

  public Unreachable(String message, Throwable cause) {
    super(message, cause);
  }
}
