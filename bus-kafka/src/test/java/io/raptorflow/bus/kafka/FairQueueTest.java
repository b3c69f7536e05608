package io.raptorflow.bus.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.raptorflow.bus.Headers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FairQueueTest {
  private static final Instant START = Instant.parse("2026-11-26T06:00:00Z");
  private static final Assignment ASSIGNMENT =
      new Assignment(new TopicPartition("sys.guild.muse.muse-001", 0), null, 0);

  private final FairQueue queue = new FairQueue();
  private long offset;

  @Test
  void takesTheWorkOfOneWorkspaceInItsOrder() {
    Item low = item("tarn", "LOW");
    Item normal = item("tarn", "NORMAL");
    Item critical = item("tarn", "CRITICAL");

    for (Item item : List.of(low, normal, critical)) {
      queue.add(item);
    }

    assertThat(List.of(polled(), polled(), polled())).containsExactly(critical, normal, low);
    assertThat(queue.poll()).isNull();
  }

  /// Urgent work comes as fast as work is done, so that something urgent waits at every turn.
  @Test
  void doesNotStarveALowLaneUnderAStreamOfUrgentWork() {
    Item low = item("tarn", "LOW", START);
    queue.add(low);
    long seconds = 0;

    Item next = null;
    while (next != low && seconds < 1_000) {
      queue.add(item("tarn", "CRITICAL", START.plusSeconds(seconds)));
      next = polled();
      queue.ends(next, Duration.ofSeconds(1));
      seconds++;
    }

    // Two lanes of 60 s each lie between them.
    assertThat(seconds).isBetween(120L, 122L);
  }

  @Test
  void givesASmallWorkspaceEverySecondTurnBehindALargeOne() {
    add("large", 1_000);
    add("small", 10);

    assertThat(served(20, 1, _ -> 1).count("small")).isEqualTo(10);
  }

  @Test
  void doesNotLetAWorkspaceJumpTheQueueByCallingAllItsWorkCritical() {
    for (int n = 0; n < 100; n++) {
      queue.add(item("loud", "CRITICAL"));
      queue.add(item("quiet", "LOW"));
    }

    assertThat(served(40, 1, _ -> 1).count("quiet")).isBetween(19, 21);
  }

  @Test
  void savesNothingUpForAWorkspaceThatHadNothingToDo() {
    add("busy", 2_000);
    served(1_000, 1, _ -> 1);
    add("late", 1_000);

    assertThat(served(100, 1, _ -> 1).count("late")).isBetween(49, 51);
  }

  @Test
  void doesNotStarveANewcomerWhenWorkTurnsOutCheaperThanExpected() {
    add("first", 1_000);
    // 200 begin at once, each taken for a second of work, and take a millisecond.
    List<Item> begun = new ArrayList<>();
    for (int n = 0; n < 200; n++) {
      begun.add(polled());
    }
    add("second", 100);
    begun.forEach(item -> queue.ends(item, Duration.ofMillis(1)));

    assertThat(served(20, 1, _ -> 0.001).count("second")).isBetween(9, 11);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 64})
  void sharesSecondsOfWorkAndNotItems(int concurrency) {
    add("slow", 5_000);
    add("quick", 5_000);

    Tally tally = served(2_000, concurrency, item -> item.workspace().equals("slow") ? 10 : 1);

    assertThat(tally.seconds("quick") / tally.seconds("slow")).isCloseTo(1, within(0.15));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void keepsWorkspacesThatAlwaysWaitTogetherWhateverTheirWorkCosts(long seed) {
    Random random = new Random(seed);
    int workspaces = 2 + random.nextInt(6);
    double[] mean = new double[workspaces];
    for (int n = 0; n < workspaces; n++) {
      mean[n] = Math.exp(random.nextGaussian());
      add("w" + n, 20_000);
    }

    Tally tally =
        served(
            15_000,
            1 + random.nextInt(20),
            item ->
                mean[Integer.parseInt(item.workspace().substring(1))]
                    * (0.5 + random.nextDouble()));

    DoubleSummaryStatistics seconds =
        IntStream.range(0, workspaces).mapToDouble(n -> tally.seconds("w" + n)).summaryStatistics();
    assertThat(seconds.getMax() / seconds.getMin()).as(seconds + "").isLessThan(1.2);
  }

  @Test
  void forgetsWhatIsTakenOut() {
    add("tarn", 3);
    add("quill", 3);

    assertThat(queue.remove(item -> item.workspace().equals("tarn"))).hasSize(3);

    assertThat(served(3, 1, _ -> 1).count("quill")).isEqualTo(3);
    assertThat(queue.poll()).isNull();
  }

  @Test
  void refusesToSettleWhatItDidNotGiveOut() {
    assertThatThrownBy(() -> queue.ends(item("tarn", "NORMAL"), Duration.ofSeconds(1)))
        .isInstanceOf(IllegalStateException.class);
  }

  /// What workspaces got.
  private record Tally(Map<String, List<Double>> seconds) {
    int count(String workspace) {
      return seconds.getOrDefault(workspace, List.of()).size();
    }

    double seconds(String workspace) {
      return seconds.getOrDefault(workspace, List.of()).stream()
          .mapToDouble(Double::doubleValue)
          .sum();
    }
  }

  /// Has so many items worked on by so many workers at once, in simulated time.
  private Tally served(int items, int concurrency, ToDoubleFunction<Item> seconds) {
    record Job(Item item, double seconds, double end) {
      Duration work() {
        return Duration.ofNanos(Math.round(seconds * 1e9));
      }
    }
    PriorityQueue<Job> running = new PriorityQueue<>(Comparator.comparingDouble(Job::end));
    Tally tally = new Tally(new HashMap<>());
    double now = 0;
    for (int n = 0; n < items; n++) {
      if (running.size() == concurrency) {
        Job ended = running.remove();
        now = ended.end();
        queue.ends(ended.item(), ended.work());
      }
      Item item = polled();
      double cost = seconds.applyAsDouble(item);
      tally.seconds.computeIfAbsent(item.workspace(), _ -> new ArrayList<>()).add(cost);
      running.add(new Job(item, cost, now + cost));
    }
    running.forEach(job -> queue.ends(job.item(), job.work()));
    return tally;
  }

  private Item polled() {
    return Objects.requireNonNull(queue.poll());
  }

  private void add(String workspace, int count) {
    for (int n = 0; n < count; n++) {
      queue.add(item(workspace, "NORMAL"));
    }
  }

  private Item item(String workspace, String lane) {
    return item(workspace, lane, START);
  }

  private Item item(String workspace, String lane, Instant arrived) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>("sys.guild.muse.muse-001", 0, offset++, new byte[0], new byte[0]);
    RecordHeaders.set(record.headers(), Headers.WORKSPACE, workspace);
    RecordHeaders.set(record.headers(), Headers.PRIORITY, lane);
    return new Item(record, ASSIGNMENT, arrived, Duration.ofSeconds(60));
  }
}
