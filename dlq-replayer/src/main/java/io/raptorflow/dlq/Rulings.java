package io.raptorflow.dlq;

import io.raptorflow.bus.DeadLetterRule;
import io.raptorflow.bus.RetryRow;
import java.time.Instant;
import java.util.Optional;

/// Which rule, if any, decides on failed work in place of its failure class.
@FunctionalInterface
interface Rulings {
  /// The first rule in force whose filter admits a row.
  Optional<DeadLetterRule> ruling(RetryRow row, Instant now);
}
