package io.raptorflow.bench.chaos;

import io.raptorflow.bench.chaos.Evidence.Delivery;
import io.raptorflow.bench.chaos.Evidence.Sample;
import io.raptorflow.bench.chaos.Evidence.Task;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// I6: what a group had committed at each look covers only records whose answer or dead letter was
/// already written by then.
final class OffsetChecks {
  /// The end of a delivery.
  private record Place(Delivery delivery, long endedAt) {}

  private final Evidence evidence;
  private final Verdict verdict;

  OffsetChecks(Evidence evidence, Verdict verdict) {
    this.evidence = evidence;
    this.verdict = verdict;
  }

  void all() {
    Map<String, List<Place>> partitions = places();
    partitions
        .values()
        .forEach(
            places -> places.sort(Comparator.comparingLong(place -> place.delivery().offset())));
    Map<String, Long> last = new HashMap<>();
    Map<String, Finished> lasting = new HashMap<>();
    for (Sample sample : evidence.samples) {
      String partition = sample.topic() + ":" + sample.partition();
      Finished finished = Finished.of(sample.offset(), sample.note());
      Long before = last.put(partition, sample.offset());
      if (before != null && before > sample.offset()) {
        verdict.violated(
            Invariant.I6,
            "%s was committed at %d and later at %d".formatted(partition, before, sample.offset()));
      }
      lasting.put(partition, finished);
      verdict.looked(Invariant.I6, 1);
      ahead(partitions.getOrDefault(partition, List.of()), finished, sample);
    }
    lasting.forEach(
        (partition, finished) ->
            partitions
                .getOrDefault(partition, List.of())
                .forEach(
                    place -> {
                      if (!finished.covers(place.delivery().offset())) {
                        verdict.violated(
                            Invariant.I6,
                            "at the end %s is not finished; %s is committed"
                                .formatted(place.delivery(), finished.offset()));
                      }
                    }));
  }

  private void ahead(List<Place> places, Finished finished, Sample sample) {
    // From the last one down: what lies far below was looked at before.
    for (int index = places.size() - 1; index >= 0; index--) {
      Place place = places.get(index);
      if (place.delivery().at() <= sample.at()
          && finished.covers(place.delivery().offset())
          && place.endedAt() > sample.at()) {
        verdict.violated(
            Invariant.I6,
            "%s was committed at %d and ended at %d"
                .formatted(place.delivery(), sample.at(), place.endedAt()));
      }
      if (place.delivery().offset() < finished.offset() - 20_000) {
        return;
      }
    }
  }

  /// Every delivery with the time of what ended it: the next dead letter of that attempt, or the
  /// answer.
  private Map<String, List<Place>> places() {
    Map<String, List<Place>> partitions = new HashMap<>();
    for (Task task : evidence.tasks.values()) {
      for (Delivery delivery : task.deliveries()) {
        partitions
            .computeIfAbsent(delivery.topic() + ":" + delivery.partition(), _ -> new ArrayList<>())
            .add(new Place(delivery, end(task, delivery)));
      }
    }
    return partitions;
  }

  private long end(Task task, Delivery delivery) {
    long failed =
        evidence.letters.getOrDefault(task.work(), List.of()).stream()
            .filter(letter -> letter.attempt() == delivery.attempt())
            .mapToLong(Evidence.DeadLetter::at)
            .min()
            .orElse(Long.MAX_VALUE);
    long answered =
        evidence.answers.getOrDefault(task.work(), List.of()).stream()
            .filter(Evidence.Answer::isFinal)
            .mapToLong(Evidence.Answer::at)
            .min()
            .orElse(Long.MAX_VALUE);
    return Math.min(failed, answered);
  }
}
