package io.raptorflow.dlq;

import io.raptorflow.bus.BusEvent;
import io.raptorflow.bus.JobItem;
import io.raptorflow.bus.JobOrder;
import io.raptorflow.bus.JobOrder.Action;
import io.raptorflow.bus.JobState;
import io.raptorflow.bus.Outgoing;
import io.raptorflow.bus.ReplayOperation.Verb;
import io.raptorflow.bus.ReplayTerms;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.LogReader;
import io.raptorflow.bus.kafka.UndecodableRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where operators order work on many dead letters and see how it goes. The replayer does the work;
/// whoever ordered it may leave. Thread-safe.
public final class ReplayJobs {
  private static final Logger LOG = LoggerFactory.getLogger(ReplayJobs.class);

  private final Bus bus;

  public ReplayJobs(Bus bus) {
    this.bus = bus;
  }

  /// How a job goes about its set.
  ///
  /// @param ratePerSecond commands a second at most; 0 for as fast as it goes
  /// @param burst commands at once at most, when a rate is given; at least 1
  /// @param canary works to finish without a failure before the rest follows; 0 for none
  /// @param stopAtFailurePercent share of finished works that failed again, of ten or more, at
  ///   which the job stops; 0 for never
  /// @param force whether replays may pass the guard against loops
  public record Pace(
      double ratePerSecond, int burst, int canary, int stopAtFailurePercent, boolean force) {

    /// As fast as it goes, to the end.
    public static Pace unlimited() {
      return new Pace(0, 1, 0, 0, false);
    }
  }

  /// Keeps a plan, so that [#proposed] finds exactly its set by its hash later. Changes nothing.
  ///
  /// @param by name of the operator
  public void propose(JobPlan plan, String by) {
    Instant now = bus.time().instant();
    List<Outgoing> orders = new ArrayList<>();
    List<JobItem> items = plan.items();
    for (int from = 0; from < items.size(); from += JobOrder.ITEMS_MAX) {
      List<JobItem> part = items.subList(from, Math.min(items.size(), from + JobOrder.ITEMS_MAX));
      orders.add(order(plan.job(), by, now, new JobOrder.Items(from / JobOrder.ITEMS_MAX, part)));
    }
    bus.outbox().publishAll(orders);
  }

  /// A plan that was proposed.
  ///
  /// @param by everybody who proposed it and whose proposal has not expired
  public record Proposal(JobPlan plan, Set<String> by) {
    public Proposal {
      by = Set.copyOf(by);
    }
  }

  /// A plan that was proposed; empty when there is none with this verb and hash.
  ///
  /// @throws ExpiredPlan when it was last proposed longer ago than [JobPlan#LIFE]
  public Optional<JobPlan> proposed(Verb verb, String hash) {
    return proposal(verb, hash).map(Proposal::plan);
  }

  /// A plan that was proposed, and by whom; empty when there is none with this verb and hash.
  ///
  /// @throws ExpiredPlan when it was last proposed longer ago than [JobPlan#LIFE]
  public Optional<Proposal> proposal(Verb verb, String hash) {
    UUID job = JobPlan.job(hash);
    Map<String, Instant> proposed = new HashMap<>();
    Map<Integer, List<JobItem>> parts = new TreeMap<>();
    read(
        Topic.DLQ_JOBS,
        event -> {
          if (event instanceof JobOrder order
              && order.job().equals(job)
              && order.body() instanceof JobOrder.Items part) {
            parts.put(part.part(), part.items());
            proposed.merge(order.by(), order.at(), (a, b) -> a.isAfter(b) ? a : b);
          }
        });
    JobPlan plan = new JobPlan(verb, "", parts.values().stream().flatMap(List::stream).toList());
    if (proposed.isEmpty() || !plan.hash().equals(hash)) {
      return Optional.empty();
    }
    Instant last = Collections.max(proposed.values());
    Instant oldest = bus.time().instant().minus(JobPlan.LIFE);
    if (last.isBefore(oldest)) {
      throw new ExpiredPlan(hash, last);
    }
    proposed.values().removeIf(at -> at.isBefore(oldest));
    return Optional.of(new Proposal(plan, proposed.keySet()));
  }

  /// Orders a job on exactly the set of a plan. Works whose rows change before their turn are not
  /// touched, and are counted as refused. Ordered again, the same plan has no second effect.
  ///
  /// @param by name of the operator
  /// @param why reason, for the audit
  /// @return id of the job
  /// @throws IllegalArgumentException when the plan or the pace breaks a rule of [JobOrder.Start]
  public UUID start(JobPlan plan, Pace pace, String by, String why) {
    return start(plan, pace, null, by, why);
  }

  /// The same, with what replays ask beyond the ordinary; null for nothing.
  public UUID start(JobPlan plan, Pace pace, @Nullable ReplayTerms terms, String by, String why) {
    JobOrder.Start start =
        new JobOrder.Start(
            plan.verb(),
            why,
            plan.query(),
            plan.hash(),
            plan.items().size(),
            pace.ratePerSecond(),
            pace.burst(),
            pace.canary(),
            pace.stopAtFailurePercent(),
            pace.force(),
            terms);
    // Nothing happens without the start, which goes last: an order that is cut off does nothing.
    propose(plan, by);
    bus.outbox().publish(order(plan.job(), by, bus.time().instant(), start));
    return plan.job();
  }

  /// Pauses, resumes or cancels a job.
  public void steer(UUID job, Action action, String by) {
    bus.outbox().publish(order(job, by, bus.time().instant(), new JobOrder.Steer(action)));
  }

  /// All jobs that are remembered, the last one first.
  public List<JobState> list() {
    Map<UUID, JobState> states = new LinkedHashMap<>();
    read(
        Topic.DLQ_JOB_STATE,
        event -> {
          if (event instanceof JobState state) {
            states.put(state.job(), state);
          }
        });
    return states.values().stream()
        .sorted(Comparator.comparing(JobState::startedAt).reversed())
        .toList();
  }

  /// How one job stands; empty before the replayer took it up.
  public Optional<JobState> find(UUID job) {
    return list().stream().filter(state -> state.job().equals(job)).findFirst();
  }

  private void read(Topic topic, Consumer<BusEvent> reading) {
    try (LogReader reader = bus.newLogReader()) {
      reader.scan(
          topic.topicName(),
          record -> {
            try {
              if (record.value() != null) {
                reading.accept(bus.codec().decode(record.topic(), record.value()));
              }
            } catch (UndecodableRecord foreign) {
              LOG.atWarn()
                  .addKeyValue("topic", record.topic())
                  .addKeyValue("offset", record.offset())
                  .addKeyValue("error", foreign.getMessage())
                  .log("a record of a job cannot be read");
            }
          });
    }
  }

  private static Outgoing order(UUID job, String by, Instant at, JobOrder.Body body) {
    return Outgoing.to(Topic.DLQ_JOBS, new JobOrder(job, by, at, body));
  }
}
