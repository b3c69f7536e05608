package io.raptorflow.lords.host;

import io.raptorflow.lords.Desk;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// The desks of a Lord, by run, in the store of Streams. Desks in use are kept as they are, so that
/// not each event reads one from JSON; the store's bytes decide whether a kept desk still holds.
final class DeskShelf<S extends Record> {
  private static final int KEPT_MAX = 1_000;

  private record Kept<S extends Record>(byte[] bytes, Desk<S> desk) {}

  private final KeyValueStore<String, byte[]> store;
  private final DeskCodec<S> codec;
  private final Map<String, Kept<S>> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept<S>> eldest) {
          return size() > KEPT_MAX;
        }
      };

  DeskShelf(KeyValueStore<String, byte[]> store, DeskCodec<S> codec) {
    this.store = store;
    this.codec = codec;
  }

  /// The desk of a run; null when there is none.
  @Nullable Desk<S> get(String run) {
    byte[] bytes = store.get(run);
    if (bytes == null) {
      return null;
    }
    Kept<S> known = kept.get(run);
    // The store hands out the array that it was given; after a restore it is another one.
    if (known != null && known.bytes() == bytes) {
      return known.desk();
    }
    return codec.read(bytes);
  }

  void put(Desk<S> desk) {
    String run = desk.run().toString();
    byte[] bytes = codec.write(desk);
    store.put(run, bytes);
    kept.put(run, new Kept<>(bytes, desk));
  }
}
