package io.raptorflow.dlq;

import io.raptorflow.bus.JobItem;
import io.raptorflow.bus.WorkId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/// The works of all jobs in the store, each with its place in its job's order and how far it is.
///
/// The order is the one in which the plan names the works, which is that of their letters in the
/// log, so that one fetch serves many look-ups. It is kept in memory for jobs that run: 40 bytes a
/// work. Lives on one Streams thread.
final class JobSet {
  /// How far a work of a job is.
  enum Phase {
    WAITING,
    SENT,
    REFUSED,
    SUCCEEDED,
    FAILED
  }

  private static final int VALUE_BYTES = Integer.BYTES * 2 + 1;
  private static final Phase[] PHASES = Phase.values();

  /// Stands behind every work id in the order of keys.
  private static final String LAST = "~";

  /// The works of a job in order.
  private record Order(UUID[] works, int[] versions) {}

  private record Place(int place, JobItem item) {}

  private final KeyValueStore<String, byte[]> store;
  private final Map<String, Order> orders = new HashMap<>();

  JobSet(KeyValueStore<String, byte[]> store) {
    this.store = store;
  }

  /// Takes a part of a plan in. Given again, in whatever order, the same works are the same set.
  ///
  /// @param first place of the part's first work
  void add(String job, int first, List<JobItem> part) {
    int place = first;
    for (JobItem item : part) {
      store.put(
          key(job, item.work().toString()),
          ByteBuffer.allocate(VALUE_BYTES)
              .putInt(place++)
              .putInt(item.version())
              .put((byte) Phase.WAITING.ordinal())
              .array());
    }
  }

  /// The works of a job, in the order of their ids.
  List<JobItem> items(String job) {
    List<JobItem> items = new ArrayList<>();
    scan(job, place -> items.add(place.item()));
    return items;
  }

  /// The works of a job that runs, by their places in its order.
  ///
  /// @param from first place
  /// @param to place behind the last one
  List<JobItem> items(String job, int from, int to) {
    Order order = orders.computeIfAbsent(job, this::order);
    List<JobItem> items = new ArrayList<>();
    for (int place = from; place < Math.min(to, order.works.length); place++) {
      items.add(new JobItem(new WorkId(order.works[place]), order.versions[place]));
    }
    return items;
  }

  /// Whether anything is known of the works of a job.
  boolean has(String job) {
    try (KeyValueIterator<String, byte[]> range = range(job)) {
      return range.hasNext();
    }
  }

  /// How many works of a job are how far.
  Map<Phase, Integer> count(String job) {
    Map<Phase, Integer> counts = new EnumMap<>(Phase.class);
    try (KeyValueIterator<String, byte[]> range = range(job)) {
      while (range.hasNext()) {
        counts.merge(phase(range.next().value), 1, Integer::sum);
      }
    }
    return counts;
  }

  /// How far a work is; empty when the job does not have it.
  Optional<Phase> phase(String job, WorkId work) {
    return Optional.ofNullable(store.get(key(job, work.toString()))).map(JobSet::phase);
  }

  void move(String job, WorkId work, Phase to) {
    String key = key(job, work.toString());
    byte[] value = store.get(key);
    if (value == null) {
      throw new IllegalArgumentException("job " + job + " does not have work " + work);
    }
    value[VALUE_BYTES - 1] = (byte) to.ordinal();
    store.put(key, value);
  }

  private static Phase phase(byte[] value) {
    return PHASES[value[VALUE_BYTES - 1]];
  }

  /// Forgets works of a job.
  ///
  /// @param most how many, at most
  /// @return whether all are forgotten
  boolean forget(String job, int most) {
    orders.remove(job);
    List<String> keys = new ArrayList<>();
    boolean more;
    try (KeyValueIterator<String, byte[]> range = range(job)) {
      while (range.hasNext() && keys.size() < most) {
        keys.add(range.next().key);
      }
      more = range.hasNext();
    }
    keys.forEach(store::delete);
    return !more;
  }

  private Order order(String job) {
    List<Place> places = new ArrayList<>();
    scan(job, places::add);
    places.sort(Comparator.comparingInt(Place::place));
    UUID[] works = new UUID[places.size()];
    int[] versions = new int[works.length];
    for (int i = 0; i < works.length; i++) {
      works[i] = places.get(i).item().work().value();
      versions[i] = places.get(i).item().version();
    }
    return new Order(works, versions);
  }

  private void scan(String job, Consumer<Place> found) {
    try (KeyValueIterator<String, byte[]> range = range(job)) {
      while (range.hasNext()) {
        KeyValue<String, byte[]> entry = range.next();
        ByteBuffer value = ByteBuffer.wrap(entry.value);
        int place = value.getInt();
        UUID work = UUID.fromString(entry.key.substring(job.length() + 1));
        found.accept(new Place(place, new JobItem(new WorkId(work), value.getInt())));
      }
    }
  }

  private KeyValueIterator<String, byte[]> range(String job) {
    return store.range(key(job, ""), key(job, LAST));
  }

  private static String key(String job, String work) {
    return job + "/" + work;
  }
}
