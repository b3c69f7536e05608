package io.raptorflow.dlq;

import io.raptorflow.bus.DeadLetterRule;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.TopicTable;
import io.raptorflow.dlq.query.DeadLetterQuery;
import io.raptorflow.dlq.query.QuerySyntaxException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The rules in force, as `sys.dlq.rules` tells them: operators' before the replayer's own, of each
/// in the order of their names. Thread-safe.
final class RuleBook implements Rulings, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RuleBook.class);

  /// A rule with its filter.
  private record Entry(DeadLetterRule rule, DeadLetterQuery query) {}

  private final TopicTable<DeadLetterRule> table;
  private final Map<String, Double> releases = new ConcurrentHashMap<>();
  private volatile List<Entry> entries = List.of();

  RuleBook(Bus bus) {
    this.table =
        new TopicTable<>(
            bus,
            Topic.DLQ_RULES.topicName(),
            DeadLetterRule.class,
            TopicTable.Settings.standard(),
            (_, rule) -> rule.ifPresent(this::take));
  }

  /// Returns when every rule that was made before is known.
  void start() {
    table.start();
  }

  /// Lets a rule count at once in this process, before it is read back from its topic.
  synchronized void take(DeadLetterRule rule) {
    List<Entry> next = new ArrayList<>(entries);
    next.removeIf(entry -> entry.rule().name().equals(rule.name()));
    Double pace = rule.releasePerSecond();
    if (pace == null) {
      releases.remove(rule.name());
    } else {
      releases.put(rule.name(), pace);
    }
    if (rule.active()) {
      query(rule).ifPresent(query -> next.add(new Entry(rule, query)));
    }
    next.sort(
        Comparator.comparing((Entry entry) -> entry.rule().origin())
            .thenComparing(entry -> entry.rule().name()));
    entries = List.copyOf(next);
  }

  @Override
  public Optional<DeadLetterRule> ruling(RetryRow row, Instant now) {
    List<Entry> known = entries;
    if (known.isEmpty()) {
      return Optional.empty();
    }
    RowCandidate candidate = new RowCandidate(row);
    return known.stream()
        .filter(entry -> entry.query().admits(candidate, now))
        .map(Entry::rule)
        .findFirst();
  }

  /// A rule that holds work now.
  Optional<DeadLetterRule> holding(String name) {
    return entries.stream()
        .map(Entry::rule)
        .filter(rule -> rule.name().equals(name) && rule.action() == DeadLetterRule.Action.HOLD)
        .findFirst();
  }

  /// Works a second at which an operator has what a rule held go on; 0 for all at once, empty for
  /// little by little.
  OptionalDouble release(String name) {
    Double pace = releases.get(name);
    return pace == null ? OptionalDouble.empty() : OptionalDouble.of(pace);
  }

  /// Filters come from a topic that others may write to as well.
  private static Optional<DeadLetterQuery> query(DeadLetterRule rule) {
    try {
      DeadLetterQuery query = DeadLetterQuery.parse(rule.query());
      if (RuleDesk.readsOnlyRows(query)) {
        return Optional.of(query);
      }
      LOG.atWarn().addKeyValue("rule", rule.name()).log("a rule that reads letters does not count");
    } catch (QuerySyntaxException fault) {
      LOG.atWarn()
          .addKeyValue("rule", rule.name())
          .addKeyValue("error", fault.getMessage())
          .log("a rule with a faulty filter does not count");
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    table.close();
  }
}
