package io.raptorflow.dlq;

import io.raptorflow.bus.BusEvent;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.JobItem;
import io.raptorflow.bus.JobOrder;
import io.raptorflow.bus.JobState;
import io.raptorflow.bus.NameUuid;
import io.raptorflow.bus.OperationOutcome;
import io.raptorflow.bus.Outgoing;
import io.raptorflow.bus.ReplayOperation;
import io.raptorflow.bus.ReplayOperation.Verb;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.WorkId;
import io.raptorflow.bus.kafka.Bus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/// Works jobs off: gives one command for each work of the set, no faster than asked, and counts
/// what becomes of them. Command, place in the set and count leave in one transaction, so that a
/// job goes on where it was, whatever dies.
final class JobProcessor implements Processor<byte[], byte[], byte[], Emission> {
  static final String JOBS = "jobs";
  static final String ITEMS = "job-items";
  private static final int COMMANDS_PER_TICK_MAX = 2_000;

  /// Stands behind every work id in the order of keys.
  private static final String LAST = "~";

  /// How far a work of a job is.
  private enum Phase {
    WAITING,
    SENT,
    DONE
  }

  /// One work in the store.
  private record Item(int version, Phase phase) {}

  private final InstantSource time;
  private final StreamPort port;
  private final Duration tick;
  private final Map<String, Job> jobs = new LinkedHashMap<>();
  private final Map<String, RateLimit> limits = new HashMap<>();
  private final Map<String, Job> changed = new LinkedHashMap<>();
  private final StreamPort.Once<KeyValueStore<String, byte[]>> jobStore = new StreamPort.Once<>();
  private final StreamPort.Once<KeyValueStore<String, byte[]>> itemStore = new StreamPort.Once<>();

  JobProcessor(Bus bus, Duration tick, InstantSource time) {
    this.time = time;
    this.port = new StreamPort(bus, time);
    this.tick = tick;
  }

  @Override
  public void init(ProcessorContext<byte[], Emission> context) {
    port.open(context);
    jobStore.set(context.getStateStore(JOBS));
    itemStore.set(context.getStateStore(ITEMS));
    try (KeyValueIterator<String, byte[]> all = jobStore.get().all()) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> entry = all.next();
        Job job = CanonicalJson.MAPPER.readValue(entry.value, Job.class);
        if (!job.state().status().isOver()) {
          jobs.put(entry.key, job);
        }
      }
    }
    context.schedule(tick, PunctuationType.WALL_CLOCK_TIME, _ -> work());
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    port.event(record).ifPresent(this::read);
  }

  @Override
  public void close() {
    port.close();
  }

  private void read(BusEvent event) {
    switch (event) {
      case JobOrder order -> obey(order);
      case OperationOutcome outcome -> count(outcome);
      case BusEvent other ->
          throw new IllegalStateException("no job reads " + other.getClass().getSimpleName());
    }
  }

  private void obey(JobOrder order) {
    String id = order.job().toString();
    switch (order.body()) {
      case JobOrder.Items part -> {
        if (find(id).isEmpty()) {
          part.items()
              .forEach(item -> put(id, item.work(), new Item(item.version(), Phase.WAITING)));
        }
      }
      case JobOrder.Start start -> {
        if (find(id).isEmpty()) {
          change(id, begun(order, start));
        }
      }
      case JobOrder.Steer(JobOrder.Action action) ->
          find(id).ifPresent(job -> change(id, job.steered(action, order.by(), now())));
    }
  }

  private Job begun(JobOrder order, JobOrder.Start start) {
    List<JobItem> items = new ArrayList<>();
    scan(order.job().toString(), "", Integer.MAX_VALUE)
        .forEach((work, item) -> items.add(new JobItem(work, item.version())));
    String hash = JobPlan.hash(start.verb(), items);
    boolean fits = hash.equals(start.planHash()) && items.size() == start.total();
    JobState.Status status =
        !fits
            ? JobState.Status.REFUSED
            : items.isEmpty() ? JobState.Status.FINISHED : JobState.Status.RUNNING;
    return Job.started(
        new JobState(
            order.job(),
            status,
            start.verb(),
            order.by(),
            start.why(),
            start.query(),
            start.planHash(),
            start.total(),
            0,
            0,
            0,
            0,
            fits
                ? ""
                : "its parts hold %d works with hash %s, the plan says %d with %s"
                    .formatted(items.size(), hash, start.total(), start.planHash()),
            now(),
            now()),
        start);
  }

  private void count(OperationOutcome outcome) {
    UUID id = outcome.job();
    if (id == null) {
      return;
    }
    Optional<Job> known = find(id.toString());
    byte[] stored = itemStore.get().get(key(id.toString(), outcome.work().toString()));
    if (known.isEmpty() || stored == null) {
      return;
    }
    Item item = CanonicalJson.MAPPER.readValue(stored, Item.class);
    boolean more =
        outcome.kind() == OperationOutcome.Kind.OBEYED && known.get().order().verb() == Verb.REPLAY;
    if (item.phase() == Phase.DONE || more) {
      return;
    }
    put(id.toString(), outcome.work(), new Item(item.version(), Phase.DONE));
    change(
        id.toString(),
        switch (outcome.kind()) {
          case OBEYED, RESOLVED -> known.get().succeeded(now());
          case REFUSED -> known.get().refused(now());
          case FAILED_AGAIN -> known.get().failed(now());
        });
  }

  private void work() {
    List.copyOf(jobs.keySet()).forEach(this::work);
    changed.values().forEach(job -> port.send(Outgoing.to(Topic.DLQ_JOB_STATE, job.state())));
    changed.clear();
    jobs.forEach(this::forgetItems);
    jobs.values().removeIf(job -> job.state().status().isOver());
    limits.keySet().retainAll(jobs.keySet());
  }

  /// Of a job that is over and waits for no outcome its counts are enough.
  private void forgetItems(String id, Job job) {
    JobState state = job.state();
    if (state.status().isOver() && state.done() >= state.sent()) {
      scan(id, "", Integer.MAX_VALUE)
          .keySet()
          .forEach(work -> itemStore.get().delete(key(id, work.toString())));
    }
  }

  private void work(String id) {
    Job job = find(id).orElseThrow();
    RateLimit limit =
        limits.computeIfAbsent(
            id, _ -> new RateLimit(job.order().ratePerSecond(), job.order().burst(), tick, now()));
    int permits = Math.min(limit.permits(now()), COMMANDS_PER_TICK_MAX);
    Map<WorkId, Item> next = scan(id, job.sentTo(), job.allowance(permits));
    String last = job.sentTo();
    for (Map.Entry<WorkId, Item> item : next.entrySet()) {
      put(id, item.getKey(), new Item(item.getValue().version(), Phase.SENT));
      port.send(Outgoing.to(Topic.DLQ_OPS, command(job, item.getKey(), item.getValue())));
      last = item.getKey().toString();
    }
    if (!next.isEmpty()) {
      limit.take(next.size());
      change(id, job.sent(next.size(), last, now()));
    }
  }

  private ReplayOperation command(Job job, WorkId work, Item item) {
    JobState state = job.state();
    return new ReplayOperation(
        NameUuid.of("job", state.job().toString(), work.toString()),
        work,
        state.verb(),
        state.by(),
        state.why(),
        now(),
        state.job(),
        item.version(),
        job.order().force(),
        null,
        job.order().terms());
  }

  private Optional<Job> find(String id) {
    Job running = jobs.get(id);
    if (running != null) {
      return Optional.of(running);
    }
    return Optional.ofNullable(jobStore.get().get(id))
        .map(stored -> CanonicalJson.MAPPER.readValue(stored, Job.class));
  }

  private void change(String id, Job job) {
    jobStore.get().put(id, CanonicalJson.MAPPER.writeValueAsBytes(job));
    jobs.put(id, job);
    changed.put(id, job);
  }

  private void put(String id, WorkId work, Item item) {
    itemStore.get().put(key(id, work.toString()), CanonicalJson.MAPPER.writeValueAsBytes(item));
  }

  /// The works behind a place in the set, in order.
  private Map<WorkId, Item> scan(String id, String behind, int most) {
    Map<WorkId, Item> found = new LinkedHashMap<>();
    if (most == 0) {
      return found;
    }
    try (KeyValueIterator<String, byte[]> range =
        itemStore.get().range(key(id, behind), key(id, LAST))) {
      while (range.hasNext() && found.size() < most) {
        KeyValue<String, byte[]> entry = range.next();
        String work = entry.key.substring(entry.key.indexOf('/') + 1);
        if (!work.equals(behind)) {
          found.put(
              new WorkId(UUID.fromString(work)),
              CanonicalJson.MAPPER.readValue(entry.value, Item.class));
        }
      }
    }
    return found;
  }

  private static String key(String id, String work) {
    return id + "/" + work;
  }

  private Instant now() {
    return time.instant();
  }
}
