package io.raptorflow.agent.langchain;

import io.raptorflow.agent.Model;
import io.raptorflow.bus.AgentAnswer.Authorship;
import io.raptorflow.bus.FailureClass;
import java.time.Duration;
import java.util.Objects;

/// A model that gets no more calls at once than it bears, see [CallLimit]. Thread-safe.
///
/// A call waits for a place for half of its own timeout at most. One that gets none fails as
/// RATE_LIMITED without having been sent, so that the next model of its tier is tried, or the
/// replayer waits for the time that the provider named.
final class LimitedModel implements Model {
  private final Model model;
  private final CallLimit limit;

  LimitedModel(Model model, CallLimit limit) {
    this.model = model;
    this.limit = limit;
  }

  @Override
  public String name() {
    return model.name();
  }

  @Override
  public Authorship authorship() {
    return model.authorship();
  }

  @Override
  public Reply ask(Request request) throws InterruptedException {
    return switch (limit.enter(request.timeout().dividedBy(2))) {
      case CallLimit.Entry.Full full ->
          new Reply.Failed(
              FailureClass.RATE_LIMITED,
              full.remaining().isZero()
                  ? "not sent: %d calls to %s are under way, as many as it bears"
                      .formatted(limit.places(), name())
                  : "not sent: %s wants no calls for another %d s"
                      .formatted(name(), full.remaining().toSeconds()),
              full.remaining().isZero() ? null : full.remaining(),
              null);
      case CallLimit.Entry.Place place -> ask(request, place);
    };
  }

  private Reply ask(Request request, CallLimit.Entry.Place place) throws InterruptedException {
    boolean told = false;
    try {
      Reply reply = model.ask(request);
      if (reply instanceof Reply.Failed failed) {
        if (failed.failure() == FailureClass.RATE_LIMITED
            || failed.failure() == FailureClass.TIMEOUT) {
          told = true;
          limit.refused(place, Objects.requireNonNullElse(failed.retryAfter(), Duration.ZERO));
        }
      } else {
        told = true;
        limit.answered();
      }
      return reply;
    } finally {
      if (!told) {
        limit.left();
      }
    }
  }
}
