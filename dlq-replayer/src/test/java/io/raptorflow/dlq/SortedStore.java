package io.raptorflow.dlq;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// A store of Kafka Streams on a sorted map, for tests of what is built upon one.
final class SortedStore<V> implements KeyValueStore<String, V> {
  private final TreeMap<String, V> entries = new TreeMap<>();

  @Override
  public void put(String key, @Nullable V value) {
    if (value == null) {
      entries.remove(key);
    } else {
      entries.put(key, value);
    }
  }

  @Override
  public @Nullable V putIfAbsent(String key, V value) {
    return entries.putIfAbsent(key, value);
  }

  @Override
  public void putAll(List<KeyValue<String, V>> all) {
    all.forEach(entry -> put(entry.key, entry.value));
  }

  @Override
  public @Nullable V delete(String key) {
    return entries.remove(key);
  }

  @Override
  public @Nullable V get(String key) {
    return entries.get(key);
  }

  @Override
  public KeyValueIterator<String, V> range(String from, String to) {
    return new Entries<>(entries.subMap(from, true, to, true).entrySet().iterator());
  }

  @Override
  public KeyValueIterator<String, V> all() {
    return new Entries<>(entries.entrySet().iterator());
  }

  @Override
  public long approximateNumEntries() {
    return entries.size();
  }

  @Override
  public String name() {
    return "sorted";
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {}

  @Override
  public void flush() {}

  @Override
  public void close() {}

  @Override
  public boolean persistent() {
    return false;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  private static final class Entries<V> implements KeyValueIterator<String, V> {
    private final Iterator<Map.Entry<String, V>> entries;

    /// What was looked at and not yet taken, at most one.
    private final Queue<Map.Entry<String, V>> peeked = new ArrayDeque<>();

    Entries(Iterator<Map.Entry<String, V>> entries) {
      this.entries = entries;
    }

    @Override
    public boolean hasNext() {
      return !peeked.isEmpty() || entries.hasNext();
    }

    @Override
    public KeyValue<String, V> next() {
      Map.Entry<String, V> entry = peeked.isEmpty() ? entries.next() : peeked.remove();
      return KeyValue.pair(entry.getKey(), entry.getValue());
    }

    @Override
    public String peekNextKey() {
      if (peeked.isEmpty()) {
        peeked.add(entries.next());
      }
      return peeked.element().getKey();
    }

    @Override
    public void close() {}
  }
}
