package io.raptorflow.lords.host;

import io.raptorflow.bus.AgentTask;
import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.BusEvent;
import io.raptorflow.bus.CouncilDecision;
import io.raptorflow.bus.CouncilDirective;
import io.raptorflow.bus.Outgoing;
import io.raptorflow.bus.Payload;
import io.raptorflow.bus.kafka.Claims;
import io.raptorflow.lords.Library;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Bodies by reference, both ways: what a Lord sends travels light, what it asks for is fetched.
/// Thread-safe.
///
/// Lords pass the same documents on from node to node; inline they would swell every directive and
/// every state. A body is stored once, as its hash names it.
final class ClaimedBodies implements Library {
  private static final int INLINE_BYTES_MAX = 4 * 1024;
  private static final int REFERENCES_MAX = 10_000;

  private final Claims claims;
  private final Map<String, Payload> stored = new LinkedHashMap<>(16, 0.75f, true);

  ClaimedBodies(Claims claims) {
    this.claims = claims;
  }

  @Override
  public String text(Payload payload) {
    return claims.fetch(payload);
  }

  /// The same event with its larger bodies moved to `sys.claims`.
  Outgoing light(Outgoing out) {
    BusEvent event =
        switch (out.event()) {
          case CouncilDirective directive -> light(directive);
          case CouncilDecision decision -> light(decision);
          case AgentTask task -> light(task);
          case BusEvent other -> other;
        };
    return new Outgoing(out.topic(), event, out.headers());
  }

  private CouncilDirective light(CouncilDirective d) {
    return new CouncilDirective(
        d.id(),
        d.run(),
        d.workspace(),
        d.from(),
        d.to(),
        d.node(),
        d.title(),
        d.wave(),
        d.round(),
        d.duty(),
        d.gate(),
        d.agents(),
        light(d.inputs()),
        d.quorumPercent(),
        d.lane(),
        d.budgetUsd(),
        d.seed(),
        d.deadline(),
        d.restsOn(),
        d.at());
  }

  private CouncilDecision light(CouncilDecision d) {
    return new CouncilDecision(
        d.id(),
        d.run(),
        d.workspace(),
        d.lord(),
        d.sequence(),
        d.node(),
        d.kind(),
        d.what(),
        d.why(),
        light(d.outputs()),
        d.consumed(),
        d.restsOn(),
        d.spend(),
        d.hash(),
        d.at());
  }

  private AgentTask light(AgentTask t) {
    return new AgentTask(
        t.work(),
        t.run(),
        t.workspace(),
        t.node(),
        t.agent(),
        t.round(),
        t.lane(),
        t.deadline(),
        t.seed(),
        light(t.inputs()),
        t.notes(),
        t.budgetUsd(),
        t.at());
  }

  private List<Attachment> light(List<Attachment> attachments) {
    return attachments.stream()
        .map(a -> new Attachment(a.name(), a.mediaType(), light(a.body())))
        .toList();
  }

  private Payload light(Payload payload) {
    if (payload.claim() != null || payload.bytes() <= INLINE_BYTES_MAX) {
      return payload;
    }
    synchronized (stored) {
      Payload known = stored.get(payload.sha256());
      if (known == null) {
        known = claims.store(payload);
        stored.put(payload.sha256(), known);
        if (stored.size() > REFERENCES_MAX) {
          stored.remove(stored.keySet().iterator().next());
        }
      }
      return known;
    }
  }
}
