package io.raptorflow.ingress;

/// What a caller may do with dead letters; no role includes another.
public enum Role {
  /// Look at them, at plans, jobs and rules.
  VIEW,
  /// Have them tried again, or later: rules that hold, park, quarantine or retry otherwise, too.
  REPLAY,
  /// Have other bytes sent.
  EDIT,
  /// Give them up, and take that back; by a rule, too.
  DISCARD
}
