package io.raptorflow.bus;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What an operator asks of a replay beyond the ordinary.
///
/// @param fresh whether models are asked again; otherwise answers that are in the journal count
/// @param to topic that the work is sent to in place of the one that it failed on, or null
/// @param notBefore when it is sent, or null for at once
public record ReplayTerms(boolean fresh, @Nullable String to, @Nullable Instant notBefore) {

  /// At once, to the group that failed, with the answers that were paid for.
  public static ReplayTerms ordinary() {
    return new ReplayTerms(false, null, null);
  }
}
