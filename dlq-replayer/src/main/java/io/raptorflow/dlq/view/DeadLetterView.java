package io.raptorflow.dlq.view;

import io.raptorflow.bus.BusEvent;
import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.JobItem;
import io.raptorflow.bus.ReplayOperation.Verb;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.WorkId;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.LogReader;
import io.raptorflow.bus.kafka.RegistryUnavailable;
import io.raptorflow.bus.kafka.TopicFollower;
import io.raptorflow.bus.kafka.UndecodableRecord;
import io.raptorflow.dlq.FailureGroup;
import io.raptorflow.dlq.JobPlan;
import io.raptorflow.dlq.LoggedCandidate;
import io.raptorflow.dlq.query.DeadLetterQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Failed work as it stands now: the newest row of each work of `sys.dlq.state`, followed and kept
/// in memory, where questions are answered from. About 200 bytes a row, and its message when no
/// other row of late had the same. Thread-safe.
///
/// What the rows do not say, that is bodies and headers of dead letters and the history of a work,
/// is read from the log when it is asked for; everything else is answered while Kafka is away.
public final class DeadLetterView implements AutoCloseable {
  /// Most rows of one page.
  public static final int PAGE_MAX = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterView.class);
  private static final String TOPIC = Topic.DLQ_STATE.topicName();

  private final Bus bus;
  private final LogReader log;
  private final RowIndex index;
  private final StateReader reading;
  private final TopicFollower follower;

  public DeadLetterView(Bus bus) {
    this.bus = bus;
    this.log = bus.newLogReader();
    this.index = new RowIndex(TOPIC, row -> new LoggedCandidate(row, bus, log));
    this.reading =
        new StateReader(TOPIC, index, this::row, new DepthGauges(bus.meters(), bus.time()));
    this.follower = new TopicFollower(bus, "dead-letter-view", reading);
  }

  /// Starts to follow and returns at once. Until [#isReady] answers are about what is known so far.
  public void start() {
    follower.start();
  }

  /// Whether everything is known that was there at the start.
  public boolean isReady() {
    return reading.hasCaughtUp();
  }

  /// How many works are known.
  public int size() {
    return index.size();
  }

  /// A page of failed work, the last failure first.
  ///
  /// @param limit 1 to [#PAGE_MAX]
  /// @param cursor [DeadLetterPage#next] of the page before, or null for the first page
  /// @throws IllegalArgumentException when limit or cursor break a rule
  public DeadLetterPage list(DeadLetterQuery query, int limit, @Nullable String cursor) {
    if (limit < 1 || limit > PAGE_MAX) {
      throw new IllegalArgumentException(
          "a page has 1 to %,d works, was %d".formatted(PAGE_MAX, limit));
    }
    PageKey after = cursor == null ? null : PageKey.read(cursor);
    List<RetryRow> rows = index.newest(query, _ -> true, after, limit + 1, bus.time().instant());
    boolean more = rows.size() > limit;
    List<RetryRow> shown = more ? rows.subList(0, limit) : rows;
    return new DeadLetterPage(
        shown.stream().map(DeadLetterLine::of).toList(),
        more ? PageKey.of(shown.getLast()).cursor() : null);
  }

  /// How many works a filter admits.
  public int count(DeadLetterQuery query) {
    AtomicInteger count = new AtomicInteger();
    index.each(query, bus.time().instant(), _ -> count.incrementAndGet());
    return count.get();
  }

  /// The causes of what a filter admits, the most frequent first.
  public List<FailureGroup> groups(DeadLetterQuery query) {
    Instant now = bus.time().instant();
    FailureGroup.Gathering gathering = new FailureGroup.Gathering(now);
    index.each(query, now, gathering::add);
    return gathering.groups();
  }

  /// The causes of what a filter admits and what failed within a time, the most frequent first.
  public List<FailureGroup> groups(DeadLetterQuery query, Duration within) {
    Instant now = bus.time().instant();
    Instant from = now.minus(within);
    FailureGroup.Gathering gathering = new FailureGroup.Gathering(now);
    index.each(
        query,
        now,
        row -> {
          if (!row.lastFailedAt().isBefore(from)) {
            gathering.add(row);
          }
        });
    return gathering.groups();
  }

  /// Counts over what a filter admits.
  public Tally tally(DeadLetterQuery query) {
    Tally.Counting counting = new Tally.Counting(bus.time().instant());
    index.each(query, bus.time().instant(), counting::add);
    return counting.tally();
  }

  /// What a filter admits, for a plan; in no order.
  public List<JobItem> items(DeadLetterQuery query) {
    List<JobItem> items = new ArrayList<>();
    index.each(query, bus.time().instant(), row -> items.add(item(row)));
    return items;
  }

  /// The works among those that a filter admits which the verb fits.
  ///
  /// @param max most works, of more the last failures; at least 1
  public JobPlan plan(Verb verb, DeadLetterQuery query, int max) {
    if (max < 1) {
      throw new IllegalArgumentException("a plan is for at least one work, max was " + max);
    }
    if (max < index.size()) {
      return JobPlan.of(
          verb,
          query.toString(),
          index.newest(
              query, row -> JobPlan.fits(verb, row.status()), null, max, bus.time().instant()));
    }
    JobPlan.Draft draft = new JobPlan.Draft(verb, query.toString());
    index.each(query, bus.time().instant(), draft::add);
    return draft.plan();
  }

  /// One failed work as a list shows it; empty when it is not known.
  public Optional<DeadLetterLine> line(WorkId work) {
    return index.row(work).map(DeadLetterLine::of);
  }

  /// One failed work with its history, read from the log; empty when it is not known.
  ///
  /// @throws IllegalStateException when the log does not hold it any more
  public Optional<RetryRow> find(WorkId work) {
    Optional<Coordinates> place = index.place(work);
    while (place.isPresent()) {
      Coordinates tried = place.get();
      Optional<RetryRow> row =
          log.find(tried).filter(found -> found.value() != null).flatMap(this::row);
      if (row.isPresent()) {
        return row;
      }
      place = index.place(work);
      if (place.filter(tried::equals).isPresent()) {
        throw new IllegalStateException("the row of work " + work + " is gone from " + tried);
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    follower.close();
    log.close();
    reading.close();
  }

  private static JobItem item(RetryRow row) {
    return new JobItem(row.work(), row.version());
  }

  /// Waits while the registry is away: a row must not be lost for that.
  private Optional<RetryRow> row(ConsumerRecord<byte[], byte[]> record) {
    while (follower.isOpen()) {
      try {
        BusEvent event = bus.codec().decode(TOPIC, record.value());
        return event instanceof RetryRow row ? Optional.of(row) : Optional.empty();
      } catch (UndecodableRecord foreign) {
        LOG.atWarn()
            .addKeyValue("topic", TOPIC)
            .addKeyValue("partition", record.partition())
            .addKeyValue("offset", record.offset())
            .addKeyValue("error", foreign.getMessage())
            .log("the view skips a row that it cannot read");
        return Optional.empty();
      } catch (RegistryUnavailable outage) {
        follower.pause();
      }
    }
    return Optional.empty();
  }
}
