package io.raptorflow.dlq;

import io.raptorflow.bus.JobOrder.Action;
import io.raptorflow.bus.JobOrder.Start;
import io.raptorflow.bus.JobState;
import io.raptorflow.bus.JobState.Status;
import java.time.Instant;

/// A job while it works: how it was ordered and how it stands. Pure; every change gives a new one.
record Job(Start order, JobState state) {
  /// A share of failures says little below this.
  static final int SAMPLE_MIN = 10;

  static Job started(JobState state, Start order) {
    return new Job(order, state);
  }

  boolean isRunning() {
    return state.status() == Status.RUNNING;
  }

  /// How many commands may be given now.
  ///
  /// @param permits what the rate allows
  int allowance(int permits) {
    if (!isRunning()) {
      return 0;
    }
    int left = state.total() - state.sent();
    int canaries = Math.min(order.canary(), state.total());
    if (state.sent() < canaries) {
      left = canaries - state.sent();
    } else if (state.done() < canaries) {
      left = 0;
    }
    return Math.min(left, permits);
  }

  /// Whether nothing will change any more.
  boolean isSettled() {
    return state.status().isOver() && state.done() >= state.sent();
  }

  Job sent(int more, Instant now) {
    return with(
        counted(state.sent() + more, state.refused(), state.succeeded(), state.failed(), now));
  }

  /// The same with the counts that its works give; what they mean for the job follows from them.
  Job recounted(int sent, int refused, int succeeded, int failed) {
    return with(counted(sent, refused, succeeded, failed, state.at())).judged(state.at());
  }

  /// Ends a job that cannot go on.
  Job broken(String note, Instant now) {
    return moved(Status.STOPPED, note, now);
  }

  Job refused(Instant now) {
    return with(counted(state.sent(), state.refused() + 1, state.succeeded(), state.failed(), now))
        .judged(now);
  }

  Job succeeded(Instant now) {
    return with(counted(state.sent(), state.refused(), state.succeeded() + 1, state.failed(), now))
        .judged(now);
  }

  Job failed(Instant now) {
    return with(counted(state.sent(), state.refused(), state.succeeded(), state.failed() + 1, now))
        .judged(now);
  }

  /// Obeys where that means something; a job that is over stays over.
  Job steered(Action action, String by, Instant now) {
    return switch (action) {
      case PAUSE -> isRunning() ? moved(Status.PAUSED, "paused by " + by, now) : this;
      case RESUME ->
          state.status() == Status.PAUSED ? moved(Status.RUNNING, "", now).judged(now) : this;
      case CANCEL ->
          state.status().isOver()
              ? this
              : moved(
                  Status.CANCELLED,
                  "cancelled by %s; %d works are as they were"
                      .formatted(by, state.total() - state.sent()),
                  now);
    };
  }

  /// Ends the job when there is nothing left to wait for, or stops it when too much failed.
  private Job judged(Instant now) {
    if (state.status().isOver()) {
      return this;
    }
    if (state.done() == state.total()) {
      return moved(Status.FINISHED, "", now);
    }
    int untouched = state.total() - state.sent();
    if (order.canary() > 0 && state.failed() > 0 && state.sent() <= order.canary()) {
      return moved(
          Status.STOPPED,
          "%d of the first %d failed again; %d works are as they were"
              .formatted(state.failed(), state.sent(), untouched),
          now);
    }
    int known = state.succeeded() + state.failed();
    if (order.stopAtFailurePercent() > 0
        && known >= SAMPLE_MIN
        && 100L * state.failed() >= (long) order.stopAtFailurePercent() * known) {
      return moved(
          Status.STOPPED,
          "%d of %d failed again, the limit is %d %%; %d works are as they were"
              .formatted(state.failed(), known, order.stopAtFailurePercent(), untouched),
          now);
    }
    return this;
  }

  private Job moved(Status status, String note, Instant now) {
    return with(
        new JobState(
            state.job(),
            status,
            state.verb(),
            state.by(),
            state.why(),
            state.query(),
            state.planHash(),
            state.total(),
            state.sent(),
            state.refused(),
            state.succeeded(),
            state.failed(),
            note,
            state.startedAt(),
            now));
  }

  private JobState counted(int sent, int refused, int succeeded, int failed, Instant now) {
    return new JobState(
        state.job(),
        state.status(),
        state.verb(),
        state.by(),
        state.why(),
        state.query(),
        state.planHash(),
        state.total(),
        sent,
        refused,
        succeeded,
        failed,
        state.note(),
        state.startedAt(),
        now);
  }

  private Job with(JobState next) {
    return new Job(order, next);
  }
}
