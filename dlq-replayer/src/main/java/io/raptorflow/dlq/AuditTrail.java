package io.raptorflow.dlq;

import io.raptorflow.bus.BusEvent;
import io.raptorflow.bus.JobItem;
import io.raptorflow.bus.JobOrder;
import io.raptorflow.bus.OperationOutcome;
import io.raptorflow.bus.ReplayOperation;
import io.raptorflow.bus.ReplayOperation.Verb;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.WorkId;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.LogReader;
import io.raptorflow.bus.kafka.UndecodableRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who ordered what over dead letters, when, why, and what became of it, work by work. Read from
/// what operators and the replayer wrote, which is kept for 400 days. Immutable.
///
/// @param entries the first one first
public record AuditTrail(List<Entry> entries) {
  private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);

  public AuditTrail {
    entries = List.copyOf(entries);
  }

  /// What an operator did.
  public enum Kind {
    /// A dry run: a set was chosen, and nothing was changed.
    PROPOSAL,
    /// A job was ordered on a set.
    JOB,
    /// A job was paused, resumed or cancelled.
    STEERING,
    /// A command on a single work.
    COMMAND
  }

  /// What became of one work.
  public enum Result {
    /// No command was given for it; it is as it was.
    UNTOUCHED,
    /// A command was given; its outcome is open.
    OPEN,
    /// Done as commanded.
    DONE,
    /// Replayed, and failed once more.
    FAILED_AGAIN,
    /// Not done, with the reason.
    REFUSED
  }

  /// One act of an operator.
  ///
  /// @param id job, or operation for a COMMAND
  /// @param what verb or action; of a proposal the verb, or empty when its parts are incomplete
  /// @param filter text of the filter; empty when the works were named or a plan was given
  /// @param plan hash of the set; empty for what has none
  /// @param items what became of each work
  public record Entry(
      Instant at,
      String by,
      Kind kind,
      UUID id,
      String what,
      String why,
      String filter,
      String plan,
      List<Item> items) {
    public Entry {
      items = List.copyOf(items);
    }

    /// How many works had which result.
    public Map<Result, Integer> results() {
      Map<Result, Integer> counts = new EnumMap<>(Result.class);
      items.forEach(item -> counts.merge(item.result(), 1, Integer::sum));
      return counts;
    }
  }

  /// One work of an act.
  ///
  /// @param note reason of a refusal or of a failure; empty otherwise
  /// @param at when this became known; null when nothing did
  public record Item(WorkId work, Result result, String note, @Nullable Instant at) {}

  /// Reads everything that is kept.
  public static AuditTrail read(Bus bus) {
    return of(
        events(bus, Topic.DLQ_JOBS, JobOrder.class),
        events(bus, Topic.DLQ_OPS, ReplayOperation.class),
        events(bus, Topic.DLQ_OUTCOMES, OperationOutcome.class));
  }

  /// Puts the trail together; the order of each collection is that of its topic.
  static AuditTrail of(
      Collection<JobOrder> orders,
      Collection<ReplayOperation> operations,
      Collection<OperationOutcome> outcomes) {
    Ledger ledger = new Ledger(operations, outcomes);
    Map<UUID, List<JobOrder>> jobs = new LinkedHashMap<>();
    orders.forEach(order -> jobs.computeIfAbsent(order.job(), _ -> new ArrayList<>()).add(order));
    List<Entry> entries = new ArrayList<>();
    jobs.values().forEach(job -> entries.addAll(entries(job, ledger)));
    operations.stream()
        .filter(operation -> operation.job() == null)
        .forEach(operation -> entries.add(command(operation, ledger)));
    entries.sort(Comparator.comparing(Entry::at));
    return new AuditTrail(entries);
  }

  private static List<Entry> entries(List<JobOrder> job, Ledger ledger) {
    List<Entry> entries = new ArrayList<>();
    Map<Integer, List<JobItem>> parts = new TreeMap<>();
    Optional<JobOrder> start =
        job.stream().filter(order -> order.body() instanceof JobOrder.Start).findFirst();
    for (JobOrder order : job) {
      if (order.body() instanceof JobOrder.Items part) {
        parts.put(part.part(), part.items());
      }
    }
    List<JobItem> items = parts.values().stream().flatMap(List::stream).toList();
    proposals(job).forEach(order -> entries.add(proposal(order, items)));
    start.ifPresent(order -> entries.add(job(order, items, ledger)));
    for (JobOrder order : job) {
      if (order.body() instanceof JobOrder.Steer(JobOrder.Action action)) {
        entries.add(
            new Entry(
                order.at(),
                order.by(),
                Kind.STEERING,
                order.job(),
                action.name(),
                "",
                "",
                "",
                List.of()));
      }
    }
    return entries;
  }

  /// A set is written once when it is proposed and once more right before its job starts.
  private static List<JobOrder> proposals(List<JobOrder> job) {
    List<JobOrder> proposed = new ArrayList<>();
    for (JobOrder order : job) {
      if (order.body() instanceof JobOrder.Items part && part.part() == 0) {
        proposed.add(order);
      } else if (order.body() instanceof JobOrder.Start && !proposed.isEmpty()) {
        proposed.removeLast();
      }
    }
    return proposed;
  }

  private static Entry proposal(JobOrder order, List<JobItem> items) {
    Optional<Verb> verb = Optional.empty();
    String plan = "";
    for (Verb candidate : Verb.values()) {
      String hash = new JobPlan(candidate, "", items).hash();
      if (JobPlan.job(hash).equals(order.job())) {
        verb = Optional.of(candidate);
        plan = hash;
      }
    }
    return new Entry(
        order.at(),
        order.by(),
        Kind.PROPOSAL,
        order.job(),
        verb.map(Verb::name).orElse(""),
        "",
        "",
        plan,
        items.stream().map(item -> untouched(item.work())).toList());
  }

  private static Entry job(JobOrder order, List<JobItem> items, Ledger ledger) {
    JobOrder.Start start = (JobOrder.Start) order.body();
    return new Entry(
        order.at(),
        order.by(),
        Kind.JOB,
        order.job(),
        start.verb().name(),
        start.why(),
        start.query(),
        start.planHash(),
        items.stream().map(item -> ledger.ofJob(order.job(), item.work(), start.verb())).toList());
  }

  private static Entry command(ReplayOperation operation, Ledger ledger) {
    return new Entry(
        operation.at(),
        operation.by(),
        Kind.COMMAND,
        operation.id(),
        operation.verb().name(),
        operation.why(),
        "",
        "",
        List.of(ledger.ofCommand(operation)));
  }

  private static Item untouched(WorkId work) {
    return new Item(work, Result.UNTOUCHED, "", null);
  }

  private static <E extends BusEvent> List<E> events(Bus bus, Topic topic, Class<E> type) {
    List<E> events = new ArrayList<>();
    try (LogReader reader = bus.newLogReader()) {
      reader.scan(
          topic.topicName(),
          record -> {
            try {
              if (record.value() != null) {
                events.add(type.cast(bus.codec().decode(record.topic(), record.value())));
              }
            } catch (UndecodableRecord | ClassCastException foreign) {
              LOG.atWarn()
                  .addKeyValue("topic", record.topic())
                  .addKeyValue("offset", record.offset())
                  .addKeyValue("error", foreign.getMessage())
                  .log("the audit skips a record that it cannot read");
            }
          });
    }
    return events;
  }

  /// Commands and outcomes by the work that they are about.
  private static final class Ledger {
    /// @param owner job, or operation of a single command
    private record Key(UUID owner, WorkId work) {}

    private final Map<Key, ReplayOperation> commands = new HashMap<>();
    private final Map<Key, List<OperationOutcome>> outcomes = new HashMap<>();

    Ledger(Collection<ReplayOperation> operations, Collection<OperationOutcome> all) {
      operations.forEach(
          operation ->
              commands.putIfAbsent(
                  key(operation.job(), operation.id(), operation.work()), operation));
      all.forEach(
          outcome ->
              outcomes
                  .computeIfAbsent(
                      key(outcome.job(), outcome.operation(), outcome.work()),
                      _ -> new ArrayList<>())
                  .add(outcome));
    }

    private static Key key(@Nullable UUID job, UUID operation, WorkId work) {
      return new Key(job == null ? operation : job, work);
    }

    Item ofJob(UUID job, WorkId work, Verb verb) {
      Key key = new Key(job, work);
      return item(key, verb == Verb.REPLAY ? Result.OPEN : Result.DONE);
    }

    Item ofCommand(ReplayOperation operation) {
      return item(
          new Key(operation.id(), operation.work()),
          operation.verb() == Verb.REPLAY ? Result.OPEN : Result.DONE);
    }

    private Item item(Key key, Result obeyed) {
      Item item =
          commands.containsKey(key)
              ? new Item(key.work(), Result.OPEN, "", null)
              : untouched(key.work());
      for (OperationOutcome outcome : outcomes.getOrDefault(key, List.of())) {
        item =
            new Item(
                key.work(),
                switch (outcome.kind()) {
                  case OBEYED -> obeyed;
                  case REFUSED -> Result.REFUSED;
                  case RESOLVED -> Result.DONE;
                  case FAILED_AGAIN -> Result.FAILED_AGAIN;
                },
                outcome.note(),
                outcome.at());
      }
      return item;
    }
  }
}
