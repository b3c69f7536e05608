package io.raptorflow.dlq;

import io.raptorflow.bus.DeadLetterRule;
import io.raptorflow.bus.DeadLetterRule.Action;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.Outgoing;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.LogReader;
import io.raptorflow.bus.kafka.UndecodableRecord;
import io.raptorflow.dlq.query.DeadLetterQuery;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where operators make rules and take them back: to hold work, or to decide on it otherwise than
/// its failure class says. The rules are also their own audit. Thread-safe.
public final class RuleDesk {
  private static final Logger LOG = LoggerFactory.getLogger(RuleDesk.class);
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  private final Bus bus;

  public RuleDesk(Bus bus) {
    this.bus = bus;
  }

  /// A rule that an operator wants.
  ///
  /// @param name lower-case letters, digits and `._-`, at most 64
  /// @param query over the row; a rule cannot ask for headers or the body
  /// @param as for [Action#RETRY_AS], the class; else null
  public record Draft(
      String name, DeadLetterQuery query, Action action, @Nullable FailureClass as) {
    public Draft {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "a rule's name has lower-case letters, digits and ._- and at most 64 characters, was '%s'"
                .formatted(name));
      }
      if (!query.isNarrow()) {
        throw new IllegalArgumentException("a rule without a filter would decide on everything");
      }
      if (!readsOnlyRows(query)) {
        throw new IllegalArgumentException(
            "a rule decides on what the row says; it cannot ask for header.* or payload.*");
      }
    }
  }

  /// Makes a rule, or changes the one of its name. It counts from now on: for work that fails, and
  /// for retries when their time comes; what waits for an operator stays as it is.
  ///
  /// @param by name of the operator
  /// @param why reason, for the audit
  /// @throws IllegalArgumentException when the draft breaks a rule of [DeadLetterRule]
  public DeadLetterRule make(Draft draft, String by, String why) {
    DeadLetterRule rule =
        DeadLetterRule.made(
            draft.name(),
            draft.query().toString(),
            draft.action(),
            draft.as(),
            DeadLetterRule.Origin.OPERATOR,
            by,
            why,
            now());
    bus.outbox().publish(Outgoing.to(Topic.DLQ_RULES, rule));
    return rule;
  }

  /// Takes a rule back; what it held is released little by little.
  ///
  /// @return the rule as it is now; empty when there is none of this name
  public Optional<DeadLetterRule> takeBack(String name, String by, String why) {
    return takeBack(name, by, why, null);
  }

  /// Takes a rule back.
  ///
  /// @param perSecond works a second at which what it held goes on; 0 for all at once, null for
  ///   little by little. The retries that each agent gets bound it in any case, see [RetryBudget].
  /// @return the rule as it is now; empty when there is none of this name
  public Optional<DeadLetterRule> takeBack(
      String name, String by, String why, @Nullable Double perSecond) {
    Optional<DeadLetterRule> taken =
        list().stream()
            .filter(rule -> rule.name().equals(name))
            .findFirst()
            .map(rule -> rule.takenBack(by, why, now(), perSecond));
    taken.ifPresent(rule -> bus.outbox().publish(Outgoing.to(Topic.DLQ_RULES, rule)));
    return taken;
  }

  /// The rules in force, by name.
  public List<DeadLetterRule> list() {
    return history().stream()
        .collect(
            Collectors.toMap(DeadLetterRule::name, rule -> rule, (_, later) -> later, TreeMap::new))
        .values()
        .stream()
        .filter(DeadLetterRule::active)
        .toList();
  }

  /// Everything that was ever made and taken back, in order.
  public List<DeadLetterRule> history() {
    List<DeadLetterRule> rules = new ArrayList<>();
    try (LogReader reader = bus.newLogReader()) {
      reader.scan(
          Topic.DLQ_RULES.topicName(),
          record -> {
            try {
              if (bus.codec().decode(record.topic(), record.value())
                  instanceof DeadLetterRule rule) {
                rules.add(rule);
              }
            } catch (UndecodableRecord foreign) {
              LOG.atWarn()
                  .addKeyValue("offset", record.offset())
                  .addKeyValue("error", foreign.getMessage())
                  .log("a rule cannot be read");
            }
          });
    }
    return rules;
  }

  /// The rows among those given that a draft would decide on.
  public static List<RetryRow> test(Draft draft, Collection<RetryRow> rows, Instant now) {
    return rows.stream().filter(row -> draft.query().admits(new RowCandidate(row), now)).toList();
  }

  /// As exact as it is kept, so that who made a rule sees it as it comes back.
  private Instant now() {
    return bus.time().instant().truncatedTo(ChronoUnit.MILLIS);
  }

  static boolean readsOnlyRows(DeadLetterQuery query) {
    return !query.readsPayload() && !query.readsHeaders();
  }
}
