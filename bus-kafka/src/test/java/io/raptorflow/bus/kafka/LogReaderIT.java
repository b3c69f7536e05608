package io.raptorflow.bus.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.Outgoing;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.Topic;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalBus.class)
class LogReaderIT {
  @Test
  void findsEachRecordInAnyOrder(Bus bus) {
    List<Coordinates> places = published(bus, 40);

    try (LogReader reader = bus.newLogReader()) {
      for (int n = 0; n < places.size(); n++) {
        Coordinates at = places.get(n * 17 % places.size());
        assertThat(reader.find(at))
            .hasValueSatisfying(
                record -> {
                  assertThat(record.offset()).isEqualTo(at.offset());
                  assertThat(record.partition()).isEqualTo(at.partition());
                });
      }
    }
  }

  @Test
  void findsNothingBehindTheEnd(Bus bus) {
    Coordinates last = published(bus, 3).getLast();

    try (LogReader reader = bus.newLogReader()) {
      assertThat(reader.find(after(last, 1))).isEmpty();
      assertThat(reader.find(after(last, 1_000))).isEmpty();
      assertThat(reader.find(last)).isPresent();
    }
  }

  @Test
  void findsNothingWhereRecordsWereDeleted(Bus bus) throws Exception {
    List<Coordinates> places = published(bus, 3);
    Coordinates first = places.getFirst();
    Coordinates last = places.getLast();
    bus.admin()
        .deleteRecords(
            Map.of(
                new TopicPartition(first.topic(), first.partition()),
                RecordsToDelete.beforeOffset(last.offset())))
        .all()
        .get();

    try (LogReader reader = bus.newLogReader()) {
      assertThat(reader.find(first)).isEmpty();
      assertThat(reader.find(last)).isPresent();
    }
  }

  /// One run, and so one partition.
  private static List<Coordinates> published(Bus bus, int count) {
    AgentId agent = LocalBus.newAgent(bus);
    RunId run = Samples.run();
    return bus.outbox()
        .publishAll(
            IntStream.range(0, count)
                .mapToObj(n -> Outgoing.to(Topic.inbox(agent), Samples.task(agent, run, n)))
                .toList());
  }

  private static Coordinates after(Coordinates at, long records) {
    return new Coordinates(at.topic(), at.partition(), at.offset() + records);
  }
}
