package io.raptorflow.ingress;

/// What a caller may do with dead letters; no role includes another.
public enum Role {
  /// Look at them, at plans and at jobs.
  VIEW,
  /// Have them tried again.
  REPLAY,
  /// Have other bytes sent.
  EDIT,
  /// Give them up, and take that back.
  DISCARD
}
