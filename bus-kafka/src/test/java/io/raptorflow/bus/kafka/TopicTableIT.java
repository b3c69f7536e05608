package io.raptorflow.bus.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.raptorflow.bus.ControlFlag;
import io.raptorflow.bus.ControlFlag.RunFlag;
import io.raptorflow.bus.JournalEntry;
import io.raptorflow.bus.Outgoing;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalBus.class)
class TopicTableIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  @Test
  void knowsEverythingOnceStartedAndFollows(Bus bus) {
    String prefix = UUID.randomUUID().toString();
    bus.outbox()
        .publishAll(IntStream.range(0, 50).mapToObj(n -> entry(prefix + n, "first")).toList());
    bus.outbox().publish(entry(prefix + 7, "second"));

    try (TopicTable<JournalEntry> table = journal(bus, 100_000)) {
      table.start();

      assertThat(table.get(prefix + 7)).map(JournalEntry::text).contains("second");
      assertThat(table.get(prefix + 49)).isPresent();
      bus.outbox().publish(entry(prefix + "late", "third"));
      await().atMost(SOON).untilAsserted(() -> assertThat(table.get(prefix + "late")).isPresent());
    }
  }

  @Test
  void forgetsTheEldestAboveItsLimit(Bus bus) {
    String prefix = UUID.randomUUID().toString();
    bus.outbox()
        .publishAll(IntStream.range(0, 30).mapToObj(n -> entry(prefix + n, "text")).toList());

    try (TopicTable<JournalEntry> table = journal(bus, 10)) {
      table.start();

      assertThat(table.values()).hasSize(10);
    }
  }

  @Test
  void tellsOfFlagsOfRuns(Bus bus) {
    RunId run = Samples.run();
    List<ControlFlag> changes = new CopyOnWriteArrayList<>();
    try (RunControl control = new RunControl(bus)) {
      control.start();
      control.onChange(changes::add);
      assertThat(control.flag(run)).isEqualTo(RunFlag.RUNNING);

      bus.outbox()
          .publish(
              Outgoing.to(
                  Topic.CONTROL, new ControlFlag(run, RunFlag.PAUSED, "asked", Instant.now())));

      await()
          .atMost(SOON)
          .untilAsserted(() -> assertThat(control.flag(run)).isEqualTo(RunFlag.PAUSED));
      assertThat(changes).extracting(ControlFlag::run).contains(run);
    }
  }

  private static TopicTable<JournalEntry> journal(Bus bus, int entriesMax) {
    return new TopicTable<>(
        bus,
        Topic.JOURNAL.topicName(),
        JournalEntry.class,
        new TopicTable.Settings(entriesMax, SOON));
  }

  private static Outgoing entry(String call, String text) {
    return Outgoing.to(
        Topic.JOURNAL, new JournalEntry(call, text, "model", 1, 2, Instant.ofEpochMilli(3)));
  }
}
