package io.raptorflow.ingress.dlq;

import io.raptorflow.bus.BusEvent;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.DeadLetterRule;
import io.raptorflow.bus.JobOrder.Action;
import io.raptorflow.bus.ReplayOperation.Verb;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.dlq.DeadLetterDesk;
import io.raptorflow.dlq.DeadLetterDetails;
import io.raptorflow.dlq.JobPlan;
import io.raptorflow.dlq.ReplayJobs;
import io.raptorflow.dlq.ReplayJobs.Pace;
import io.raptorflow.dlq.ReplayJobs.Proposal;
import io.raptorflow.dlq.ReplayOutcome;
import io.raptorflow.dlq.RuleDesk;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JsonNode;

/// The only place where this service commands the replayer. Every command first makes sure that it
/// would be heard. Thread-safe.
public final class DeadLetterCommands implements AutoCloseable {
  private static final int PLANS_KEPT = 8;

  private final Bus bus;
  private final DeadLetterDesk desk;
  private final ReplayJobs jobs;
  private final RuleDesk rules;
  private final Reachability reachability;
  private final Map<String, JobPlan> plans = new LinkedHashMap<>();

  public DeadLetterCommands(Bus bus) {
    this.bus = bus;
    this.desk = new DeadLetterDesk(bus);
    this.jobs = new ReplayJobs(bus);
    this.rules = new RuleDesk(bus);
    this.reachability = new Reachability(bus);
  }

  /// What an edit may say wrong.
  public static final class NoSuchEvent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoSuchEvent(String message) {
      super(message);
    }
  }

  /// Whether bodies, headers and histories can be read now.
  public boolean canReadTheLog() {
    return reachability.hasKafka();
  }

  /// @throws Unreachable when a command would not be heard now
  public void requireReachable() {
    reachability.require();
  }

  /// The letter of a failed work, from the log.
  public DeadLetterDetails letter(RetryRow row) {
    return desk.show(row);
  }

  /// Keeps a plan, so that its hash stands for exactly its set.
  ///
  /// @throws Unreachable when nobody would hear it; nothing is kept then
  public void propose(JobPlan plan, String by) {
    reachability.require();
    jobs.propose(plan, by);
    remember(plan);
  }

  /// A plan that was proposed, and by whom.
  ///
  /// @throws Unreachable when Kafka is away, where plans are kept
  public Optional<Proposal> proposal(Verb verb, String hash) {
    if (!canReadTheLog()) {
      throw new Unreachable("Kafka cannot be reached, and plans are kept there");
    }
    Optional<Proposal> found =
        jobs.proposal(verb, hash)
            .map(kept -> new Proposal(known(verb, hash).orElse(kept.plan()), kept.by()));
    found.ifPresent(proposal -> remember(proposal.plan()));
    return found;
  }

  /// The set of a plan that was proposed.
  public Optional<JobPlan> plan(Verb verb, String hash) {
    return known(verb, hash).or(() -> proposal(verb, hash).map(Proposal::plan));
  }

  /// A plan of late, which still knows its filter.
  private Optional<JobPlan> known(Verb verb, String hash) {
    synchronized (plans) {
      return Optional.ofNullable(plans.get(verb + " " + hash));
    }
  }

  /// Starts a job on exactly the set of a plan.
  ///
  /// @throws Unreachable when nobody would hear it
  public UUID start(JobPlan plan, Pace pace, String by, String why) {
    reachability.require();
    return jobs.start(plan, pace, by, why);
  }

  /// @throws Unreachable when nobody would hear it
  public void steer(UUID job, Action action, String by) {
    reachability.require();
    jobs.steer(job, action, by);
  }

  /// Makes a rule, or changes the one of its name.
  ///
  /// @throws Unreachable when nobody would hear it
  public DeadLetterRule make(RuleDesk.Draft draft, String by, String why) {
    reachability.require();
    return rules.make(draft, by, why);
  }

  /// Takes a rule back.
  ///
  /// @param perSecond see [RuleDesk#takeBack(String, String, String, Double)]
  /// @return the rule as it is now; empty when there is none of this name
  /// @throws Unreachable when nobody would hear it
  public Optional<DeadLetterRule> takeBack(
      String name, String by, String why, @Nullable Double perSecond) {
    reachability.require();
    return rules.takeBack(name, by, why, perSecond);
  }

  /// Every rule that was made or taken back, in order.
  ///
  /// @throws Unreachable when Kafka is away, where they are kept
  public List<DeadLetterRule> ruleHistory() {
    if (!canReadTheLog()) {
      throw new Unreachable("Kafka cannot be reached, and the log of the rules lies there");
    }
    return rules.history();
  }

  /// Has an event sent in place of the original one, from the next replay on.
  ///
  /// @param event the whole event, of the type that belongs on the work's topic
  /// @throws NoSuchEvent with the reason, when it is none
  /// @throws Unreachable when nobody would hear it
  public ReplayOutcome edit(RetryRow row, JsonNode event, String by, String why) {
    BusEvent mended = event(row.originalTopic(), event);
    reachability.require();
    return desk.edit(row, bus.codec().encode(row.originalTopic(), mended), by, why);
  }

  private static BusEvent event(String topic, JsonNode json) {
    Class<? extends BusEvent> type =
        Topic.of(topic)
            .flatMap(Topic::event)
            .orElseThrow(
                () -> new NoSuchEvent("is of topic " + topic + ", whose events are not known"));
    BusEvent event;
    try {
      event = CanonicalJson.MAPPER.treeToValue(json, type);
    } catch (DatabindException wrong) {
      throw new NoSuchEvent(
          "is %s: %s"
              .formatted(
                  type.getSimpleName(),
                  wrong.getOriginalMessage().lines().findFirst().orElse("it does not fit")));
    }
    lost(json, CanonicalJson.MAPPER.valueToTree(event), "")
        .ifPresent(
            pointer -> {
              throw new NoSuchEvent(
                  "is %s, which has no field %s".formatted(type.getSimpleName(), pointer));
            });
    return event;
  }

  /// The first field that reading left out; a name that is misspelled must not get lost.
  private static Optional<String> lost(JsonNode given, JsonNode kept, String pointer) {
    for (Map.Entry<String, JsonNode> field : given.properties()) {
      String at = pointer + "/" + field.getKey();
      JsonNode same = kept.get(field.getKey());
      Optional<String> missing = same == null ? Optional.of(at) : lost(field.getValue(), same, at);
      if (missing.isPresent()) {
        return missing;
      }
    }
    for (int i = 0; given.isArray() && i < given.size(); i++) {
      JsonNode same = kept.get(i);
      Optional<String> missing =
          same == null
              ? Optional.of(pointer + "/" + i)
              : lost(given.get(i), same, pointer + "/" + i);
      if (missing.isPresent()) {
        return missing;
      }
    }
    return Optional.empty();
  }

  private void remember(JobPlan plan) {
    synchronized (plans) {
      plans.put(plan.verb() + " " + plan.hash(), plan);
      if (plans.size() > PLANS_KEPT) {
        var eldest = plans.keySet().iterator();
        eldest.next();
        eldest.remove();
      }
    }
  }

  @Override
  public void close() {
    reachability.close();
  }
}
