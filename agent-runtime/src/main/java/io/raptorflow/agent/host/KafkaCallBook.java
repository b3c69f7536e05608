package io.raptorflow.agent.host;

import io.raptorflow.agent.CallBook;
import io.raptorflow.bus.JournalEntry;
import io.raptorflow.bus.LedgerEntry;
import io.raptorflow.bus.Outgoing;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.TopicTable;
import java.util.List;
import java.util.Optional;

/// Journal and ledger on the bus: `sys.journal` and `sys.ledger`. Thread-safe.
///
/// A redelivery after a crash finds the answer because the table reads the whole journal before the
/// first task is begun; a redelivery within the process finds it because the table is asked again
/// only after the write was acknowledged and followed.
public final class KafkaCallBook implements CallBook, AutoCloseable {
  private static final int RECENT_MAX = 1_000;

  private final Bus bus;
  private final TopicTable<JournalEntry> journal;
  private final RecentCalls recent = new RecentCalls(RECENT_MAX);

  public KafkaCallBook(Bus bus) {
    this.bus = bus;
    this.journal =
        new TopicTable<>(
            bus, Topic.JOURNAL.topicName(), JournalEntry.class, TopicTable.Settings.standard());
  }

  /// Reads the journal; returns when everything that is there is known.
  public void start() {
    journal.start();
  }

  @Override
  public Optional<JournalEntry> find(String call) {
    return recent.find(call).or(() -> journal.get(call));
  }

  @Override
  public void record(JournalEntry answer, LedgerEntry cost) {
    bus.outbox()
        .publishAll(List.of(Outgoing.to(Topic.JOURNAL, answer), Outgoing.to(Topic.LEDGER, cost)));
    recent.add(answer);
    count(cost);
  }

  /// What models cost, by agent and model, for the metrics.
  private void count(LedgerEntry cost) {
    String agent = cost.agent().value();
    bus.meters()
        .counter("raptor.model.tokens", "agent", agent, "model", cost.model(), "kind", "prompt")
        .increment(cost.promptTokens());
    bus.meters()
        .counter("raptor.model.tokens", "agent", agent, "model", cost.model(), "kind", "answer")
        .increment(cost.completionTokens());
    bus.meters()
        .counter("raptor.model.cost.usd", "agent", agent, "model", cost.model())
        .increment(cost.costUsd().doubleValue());
  }

  @Override
  public void replayed(LedgerEntry cost) {
    bus.outbox().publish(Outgoing.to(Topic.LEDGER, cost));
  }

  @Override
  public void close() {
    journal.close();
  }
}
