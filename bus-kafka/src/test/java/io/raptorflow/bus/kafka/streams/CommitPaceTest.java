package io.raptorflow.bus.kafka.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The contexts are those of Kafka Streams' own test kit: they tell whether a commit was asked for,
/// and their timers go off when the test says so.
class CommitPaceTest {
  private final AtomicLong now = new AtomicLong(1_000_000);
  private final CommitPace pace = new CommitPace(() -> Instant.ofEpochMilli(now.get()));
  private final MockProcessorContext<String, String> first = new MockProcessorContext<>();
  private final MockProcessorContext<String, String> second = new MockProcessorContext<>();

  private final Map<CapturedPunctuator, Long> due = new HashMap<>();

  @BeforeEach
  void setClocks() {
    pass(0);
  }

  @Test
  void whatIsWrittenAboutAFreshRecordIsCommittedAtOnce() {
    pace.of(first).wrote(now.get() - 24);

    assertThat(first.committed()).isTrue();
  }

  @Test
  void whatIsWrittenAboutALateRecordWaitsForAPartOfThatTime() {
    pace.of(first).wrote(now.get() - 200);

    pass(99);
    assertThat(first.committed()).isFalse();
    pass(1);
    assertThat(first.committed()).isTrue();
  }

  @Test
  void nobodyWaitsLongerBecauseOthersWriteLater() {
    CommitPace.Step step = pace.of(first);
    step.noted(now.get());
    pass(60);
    step.noted(now.get());

    pass(40);
    assertThat(first.committed()).isTrue();
  }

  @Test
  void aPositionAloneIsCommittedAfterTwoSeconds() {
    pace.of(first).read();

    pass(1_999);
    assertThat(first.committed()).isFalse();
    pass(1);
    assertThat(first.committed()).isTrue();
  }

  @Test
  void aCommitTakesAlongWhatOtherTasksWrote() {
    pace.of(first).wrote(now.get() - 400);
    CommitPace.Step step = pace.of(second);
    step.wrote(now.get());
    assertThat(second.committed()).isTrue();

    pace.committed();
    pass(1_000);

    assertThat(first.committed()).isFalse();
  }

  @Test
  void whatIsWrittenWhileACommitIsOnItsWayAsksForNoOther() {
    CommitPace.Step ours = pace.of(first);
    CommitPace.Step theirs = pace.of(second);
    ours.wrote(now.get());
    theirs.wrote(now.get() - 10_000);
    pass(3_000);
    pace.committed();
    first.resetCommit();
    second.resetCommit();

    theirs.wrote(now.get() - 10_000);
    ours.wrote(now.get() - 10_000);

    assertThat(first.committed()).isFalse();
    assertThat(second.committed()).isFalse();
  }

  @Test
  void afterALongCommitTheNextTransactionStaysOpenAsLong() {
    CommitPace.Step step = pace.of(first);
    step.wrote(now.get());
    pass(1_500);
    pace.committed();
    first.resetCommit();

    step.wrote(now.get() - 60_000);

    pass(1_499);
    assertThat(first.committed()).isFalse();
    pass(1);
    assertThat(first.committed()).isTrue();
  }

  /// Time passes, and the timers that are due go off.
  private void pass(long millis) {
    for (MockProcessorContext<String, String> context : List.of(first, second)) {
      context
          .scheduledPunctuators()
          .forEach(
              timer -> due.computeIfAbsent(timer, _ -> now.get() + timer.getInterval().toMillis()));
    }
    now.addAndGet(millis);
    first.setCurrentSystemTimeMs(now.get());
    second.setCurrentSystemTimeMs(now.get());
    due.forEach(
        (timer, at) -> {
          if (!timer.cancelled() && at <= now.get()) {
            timer.getPunctuator().punctuate(now.get());
          }
        });
  }
}
