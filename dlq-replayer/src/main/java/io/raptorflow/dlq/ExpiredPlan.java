package io.raptorflow.dlq;

import java.time.Instant;

/// A plan that was proposed too long ago to be started.
public final class ExpiredPlan extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ExpiredPlan(String hash, Instant proposedAt) {
    super(
        "plan %s was proposed at %s and expired after %d hours; propose it anew with a dry run"
            .formatted(hash, proposedAt, JobPlan.LIFE.toHours()));
  }
}
