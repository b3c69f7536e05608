package io.raptorflow.agent;

import io.raptorflow.bus.JournalEntry;
import io.raptorflow.bus.LedgerEntry;
import java.util.Optional;

/// Where model calls are written down: the journal of what models answered and the ledger of what
/// it cost.
public interface CallBook {

  /// The answer of a call that was made before.
  Optional<JournalEntry> find(String call);

  /// Writes an answer and its cost; returns when both are durable. An answer is used only after.
  void record(JournalEntry answer, LedgerEntry cost);

  /// Writes that an answer was taken from the journal.
  void replayed(LedgerEntry cost);
}
