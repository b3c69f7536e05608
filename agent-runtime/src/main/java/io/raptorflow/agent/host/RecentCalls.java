package io.raptorflow.agent.host;

import io.raptorflow.bus.JournalEntry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The answers just written, until the followed journal surely holds them. Thread-safe.
final class RecentCalls {
  private final Map<String, JournalEntry> entries;

  RecentCalls(int most) {
    this.entries =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, JournalEntry> eldest) {
            return size() > most;
          }
        };
  }

  synchronized Optional<JournalEntry> find(String call) {
    return Optional.ofNullable(entries.get(call));
  }

  synchronized void add(JournalEntry entry) {
    entries.put(entry.call(), entry);
  }
}
