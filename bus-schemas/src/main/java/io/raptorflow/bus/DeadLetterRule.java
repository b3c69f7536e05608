package io.raptorflow.bus;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is done with failed work that a filter admits, in place of what its failure class says.
///
/// @param name names the rule; a later one of the same name takes its place
/// @param query filter over what the replayer's row says, see `docs/dead-letter-filter.md`
/// @param as class whose retries the work gets; given exactly for [Action#RETRY_AS]
/// @param active whether it counts; a rule is taken back by one that does not
/// @param origin who thought of it
/// @param by name of the operator, or of the replayer
/// @param releasePerSecond of a rule that was taken back, works a second at which what it held goes
///   on; 0 for all at once, null for the replayer's ramp
public record DeadLetterRule(
    String name,
    String query,
    Action action,
    @Nullable FailureClass as,
    boolean active,
    Origin origin,
    String by,
    String why,
    Instant at,
    @Nullable Double releasePerSecond)
    implements BusEvent {

  /// What is done.
  public enum Action {
    /// Wait, without using up retries, until the rule is taken back.
    HOLD,
    /// Wait for an operator.
    PARK,
    /// Wait for an operator, as work that would fail again.
    QUARANTINE,
    /// Never try again.
    DISCARD,
    /// Retry as work of another failure class is.
    RETRY_AS
  }

  /// Who thought of a rule.
  public enum Origin {
    OPERATOR,
    /// The replayer, because everything fails there; it takes the rule back itself.
    OUTAGE
  }

  public DeadLetterRule {
    if (name.isBlank() || by.isBlank() || query.isBlank()) {
      throw new IllegalArgumentException("a rule has a name, a filter and somebody who made it");
    }
    if ((action == Action.RETRY_AS) != (as != null)) {
      throw new IllegalArgumentException(
          "a rule names a failure class exactly when it is RETRY_AS, '%s' was %s with %s"
              .formatted(name, action, as));
    }
    if (releasePerSecond != null
        && (active || !(releasePerSecond >= 0) || Double.isInfinite(releasePerSecond))) {
      throw new IllegalArgumentException(
          "only a rule that is taken back has a rate of release, which is at least 0; '%s' had %s"
              .formatted(name, releasePerSecond));
    }
  }

  /// A rule in force.
  public static DeadLetterRule made(
      String name,
      String query,
      Action action,
      @Nullable FailureClass as,
      Origin origin,
      String by,
      String why,
      Instant at) {
    return new DeadLetterRule(name, query, action, as, true, origin, by, why, at, null);
  }

  /// The same, taken back; what it held goes on little by little.
  public DeadLetterRule takenBack(String taker, String reason, Instant when) {
    return takenBack(taker, reason, when, null);
  }

  /// The same, taken back.
  ///
  /// @param perSecond works a second at which what it held goes on; 0 for all at once, null for the
  ///   replayer's ramp
  public DeadLetterRule takenBack(
      String taker, String reason, Instant when, @Nullable Double perSecond) {
    return new DeadLetterRule(
        name, query, action, as, false, origin, taker, reason, when, perSecond);
  }

  @Override
  public String key() {
    return name;
  }
}
