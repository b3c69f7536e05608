package io.raptorflow.agent;

/// An agent file breaks a rule; the message names the file, the key and the rule.
public final class AgentFileException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public AgentFileException(String origin, String rule) {
    super(origin + ": " + rule);
  }
}
