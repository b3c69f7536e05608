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
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.streams.Alarm;
import io.raptorflow.bus.kafka.streams.CommitPace;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/// Works jobs off: gives one command for each work of the set, no faster than asked, and counts
/// what becomes of them. Command and place in the set leave in one transaction, and counts are
/// taken again from the set after a restart, so that a job goes on where it was, whatever dies.
final class JobProcessor implements Processor<byte[], byte[], byte[], Emission> {
  static final String JOBS = "jobs";
  static final String ITEMS = "job-set";
  private static final int COMMANDS_PER_TICK_MAX = 2_000;

  /// Commands that wait for the replayer, at most: a job that is paused or cancelled stops soon.
  private static final int COMMANDS_UNDER_WAY_MAX = 10_000;

  private static final int FORGOTTEN_PER_TICK_MAX = 5_000;

  /// How often plans are looked for that were proposed and never started.
  private static final Duration PLANS_TICK = Duration.ofSeconds(10);

  private final InstantSource time;
  private final StreamPort port;
  private final Duration tick;
  private final Map<String, Job> jobs = new LinkedHashMap<>();
  private final Map<String, RateLimit> limits = new HashMap<>();
  private final Map<String, Integer> underWay = new HashMap<>();
  private final Set<String> changed = new LinkedHashSet<>();
  private final StreamPort.Once<KeyValueStore<String, byte[]>> jobStore = new StreamPort.Once<>();
  private final StreamPort.Once<JobSet> set = new StreamPort.Once<>();
  private final StreamPort.Once<ProposedPlans> plans = new StreamPort.Once<>();
  private final StreamPort.Once<Alarm> next = new StreamPort.Once<>();

  JobProcessor(Bus bus, Duration tick, CommitPace pace, InstantSource time) {
    this.time = time;
    this.port = new StreamPort(bus, pace, time);
    this.tick = tick;
  }

  @Override
  public void init(ProcessorContext<byte[], Emission> context) {
    port.open(context);
    jobStore.set(context.getStateStore(JOBS));
    set.set(new JobSet(context.getStateStore(ITEMS)));
    plans.set(new ProposedPlans(jobStore.get(), set.get(), JobPlan.LIFE));
    try (KeyValueIterator<String, byte[]> all = jobStore.get().all()) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> entry = all.next();
        if (entry.key.startsWith(ProposedPlans.PREFIX)) {
          continue;
        }
        Job job = CanonicalJson.MAPPER.readValue(entry.value, Job.class);
        if (!job.isSettled() || set.get().has(entry.key)) {
          jobs.put(entry.key, job);
        }
      }
    }
    jobs.replaceAll(this::counted);
    changed.addAll(jobs.keySet());
    next.set(port.alarm(_ -> work()));
    setTicks();
    context.schedule(PLANS_TICK, PunctuationType.WALL_CLOCK_TIME, _ -> expirePlans());
  }

  private void setTicks() {
    if (jobs.isEmpty() && changed.isEmpty()) {
      next.get().silence();
    } else {
      next.get().in(tick);
    }
  }

  private void expirePlans() {
    plans.get().expire(now(), FORGOTTEN_PER_TICK_MAX);
    port.kept(now());
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    port.event(record).ifPresent(this::read);
    port.kept(Instant.ofEpochMilli(record.timestamp()));
    setTicks();
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
          set.get().add(id, part.part() * JobOrder.ITEMS_MAX, part.items());
          // Counted from when it is read: a start may have waited for a replayer behind it.
          plans.get().proposed(id, now());
        }
      }
      case JobOrder.Start start -> {
        if (find(id).isEmpty()) {
          plans.get().started(id);
          keep(id, begun(order, start));
        }
      }
      case JobOrder.Steer(JobOrder.Action action) ->
          find(id).ifPresent(job -> keep(id, job.steered(action, order.by(), now())));
    }
  }

  private Job begun(JobOrder order, JobOrder.Start start) {
    List<JobItem> items = set.get().items(order.job().toString());
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
    if (outcome.job() == null) {
      return;
    }
    String id = outcome.job().toString();
    Optional<Job> known = find(id);
    if (known.isEmpty()
        || set.get().phase(id, outcome.work()).filter(JobSet.Phase.SENT::equals).isEmpty()) {
      return;
    }
    Job job = known.get();
    boolean taken =
        switch (outcome.kind()) {
          case OBEYED, REFUSED -> true;
          case RESOLVED, FAILED_AGAIN -> false;
        };
    if (taken) {
      underWay.merge(id, -1, Integer::sum);
    }
    if (outcome.kind() == OperationOutcome.Kind.OBEYED && job.order().verb() == Verb.REPLAY) {
      return;
    }
    set.get().move(id, outcome.work(), phase(outcome.kind()));
    note(
        id,
        switch (outcome.kind()) {
          case OBEYED, RESOLVED -> job.succeeded(now());
          case REFUSED -> job.refused(now());
          case FAILED_AGAIN -> job.failed(now());
        });
  }

  private static JobSet.Phase phase(OperationOutcome.Kind kind) {
    return switch (kind) {
      case OBEYED, RESOLVED -> JobSet.Phase.SUCCEEDED;
      case REFUSED -> JobSet.Phase.REFUSED;
      case FAILED_AGAIN -> JobSet.Phase.FAILED;
    };
  }

  /// The job with the counts of its set, which are exact after whatever crash.
  private Job counted(String id, Job job) {
    Map<JobSet.Phase, Integer> counts = set.get().count(id);
    int size = counts.values().stream().mapToInt(Integer::intValue).sum();
    if (job.isSettled()) {
      return job;
    }
    if (size != job.state().total()) {
      return job.broken(
          "of its %d works the store has %d".formatted(job.state().total(), size), now());
    }
    int refused = counts.getOrDefault(JobSet.Phase.REFUSED, 0);
    int succeeded = counts.getOrDefault(JobSet.Phase.SUCCEEDED, 0);
    int failed = counts.getOrDefault(JobSet.Phase.FAILED, 0);
    int sent = counts.getOrDefault(JobSet.Phase.SENT, 0) + refused + succeeded + failed;
    return job.recounted(sent, refused, succeeded, failed);
  }

  private void work() {
    List.copyOf(jobs.keySet()).forEach(this::work);
    for (String id : changed) {
      Job job = find(id).orElseThrow();
      jobStore.get().put(id, CanonicalJson.MAPPER.writeValueAsBytes(job));
      port.send(Outgoing.to(Topic.DLQ_JOB_STATE, job.state()));
    }
    changed.clear();
    jobs.entrySet().removeIf(entry -> entry.getValue().isSettled() && forgotten(entry.getKey()));
    limits.keySet().retainAll(jobs.keySet());
    underWay.keySet().retainAll(jobs.keySet());
    port.settle(now());
    setTicks();
  }

  /// Of a job that is over and waits for no outcome its counts are enough.
  private boolean forgotten(String id) {
    return set.get().forget(id, FORGOTTEN_PER_TICK_MAX);
  }

  private void work(String id) {
    Job job = find(id).orElseThrow();
    if (!job.isRunning()) {
      return;
    }
    RateLimit limit =
        limits.computeIfAbsent(
            id, _ -> new RateLimit(job.order().ratePerSecond(), job.order().burst(), tick, now()));
    int room =
        Math.min(COMMANDS_PER_TICK_MAX, COMMANDS_UNDER_WAY_MAX - underWay.getOrDefault(id, 0));
    int from = job.state().sent();
    List<JobItem> next =
        set.get()
            .items(
                id, from, from + Math.max(0, job.allowance(Math.min(limit.permits(now()), room))));
    for (JobItem item : next) {
      set.get().move(id, item.work(), JobSet.Phase.SENT);
      port.send(Outgoing.to(Topic.DLQ_OPS, command(job, item)));
    }
    if (!next.isEmpty()) {
      limit.take(next.size());
      underWay.merge(id, next.size(), Integer::sum);
      note(id, job.sent(next.size(), now()));
    }
  }

  private ReplayOperation command(Job job, JobItem item) {
    JobState state = job.state();
    return new ReplayOperation(
        NameUuid.of("job", state.job().toString(), item.work().toString()),
        item.work(),
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
    Job known = jobs.get(id);
    if (known != null) {
      return Optional.of(known);
    }
    return Optional.ofNullable(jobStore.get().get(id))
        .map(stored -> CanonicalJson.MAPPER.readValue(stored, Job.class));
  }

  /// What an operator ordered is in the store at once.
  private void keep(String id, Job job) {
    jobStore.get().put(id, CanonicalJson.MAPPER.writeValueAsBytes(job));
    note(id, job);
  }

  /// Counts wait for the next tick: until then the set has them.
  private void note(String id, Job job) {
    jobs.put(id, job);
    changed.add(id);
  }

  private Instant now() {
    return time.instant();
  }
}
