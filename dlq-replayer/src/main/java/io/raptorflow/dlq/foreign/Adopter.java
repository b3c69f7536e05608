package io.raptorflow.dlq.foreign;

import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.LogReader;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/// Takes in the dead letters of a topic that Spring, Kafka Connect, Kafka Streams or a share group
/// wrote, from its beginning to its present end. The topic is only read. Running again adopts what
/// came since. Until a replayer has written the rows, running again writes the letters again; they
/// still become one row each. Thread-safe.
public final class Adopter {
  private final Bus bus;

  public Adopter(Bus bus) {
    this.bus = bus;
  }

  /// Adopts letters that name their original topic.
  ///
  /// @throws IllegalArgumentException when the topic is ours, is Kafka's own, or does not exist
  public AdoptionReport adopt(String topic) {
    return adopt(topic, Optional.empty());
  }

  /// Adopts all letters.
  ///
  /// @param assumed original topic of letters that do not name theirs, such as Kafka Connect's
  ///   without context headers
  /// @throws IllegalArgumentException when a topic is ours, is Kafka's own, or does not exist
  public AdoptionReport adopt(String topic, String assumed) {
    requireTopic(assumed);
    return adopt(topic, Optional.of(assumed));
  }

  private AdoptionReport adopt(String topic, Optional<String> assumed) {
    requireForeign(topic);
    requireTopic(topic);
    AdoptionRun run = new AdoptionRun(bus);
    Map<String, Integer> partitions = new HashMap<>();
    try (LogReader reader = bus.newLogReader()) {
      reader.scan(topic, letter -> adopt(letter, assumed, run, partitions));
    }
    return run.end();
  }

  private void adopt(
      ConsumerRecord<byte[], byte[]> letter,
      Optional<String> assumed,
      AdoptionRun run,
      Map<String, Integer> partitions) {
    Origin said = Adoption.origin(letter);
    Origin origin = assumed.map(said::orOn).orElse(said);
    String from = new Coordinates(letter.topic(), letter.partition(), letter.offset()).toString();
    if (origin.topic().isEmpty()) {
      run.refuse(
          from, String.join("; ", origin.notes()) + "; say which topic its records came from");
      return;
    }
    if (origin.family() != ForeignFamily.SHARE_GROUP) {
      run.adopt(Adoption.of(letter, origin, from), from);
      return;
    }
    Optional<ConsumerRecord<byte[], byte[]>> whole = whole(letter, origin, partitions);
    if (whole.isPresent()) {
      run.adopt(Adoption.of(whole.get(), origin, from), from);
    } else {
      run.refuse(from, "it holds no copy of the record, and the original is gone from the log");
    }
  }

  /// A share group's letter never has the record's headers, and its bytes only with
  /// `errors.deadletterqueue.copy.record.enable`; the rest is in the original, if that is there.
  private Optional<ConsumerRecord<byte[], byte[]>> whole(
      ConsumerRecord<byte[], byte[]> letter, Origin origin, Map<String, Integer> partitions) {
    boolean copied = letter.key() != null || letter.value() != null;
    Optional<ConsumerRecord<byte[], byte[]>> original =
        origin
            .coordinates()
            .filter(at -> at.partition() < partitionsOf(at.topic(), partitions))
            .flatMap(at -> bus.log().find(at))
            .filter(
                found ->
                    !copied
                        || (Arrays.equals(found.key(), letter.key())
                            && Arrays.equals(found.value(), letter.value())));
    if (original.isEmpty()) {
      return copied ? Optional.of(letter) : Optional.empty();
    }
    RecordHeaders headers = new RecordHeaders(original.get().headers());
    letter.headers().forEach(headers::add);
    return Optional.of(
        new ConsumerRecord<>(
            letter.topic(),
            letter.partition(),
            letter.offset(),
            letter.timestamp(),
            TimestampType.CREATE_TIME,
            original.get().serializedKeySize(),
            original.get().serializedValueSize(),
            original.get().key(),
            original.get().value(),
            headers,
            Optional.empty()));
  }

  /// 0 for a topic that does not exist.
  private int partitionsOf(String topic, Map<String, Integer> known) {
    return known.computeIfAbsent(
        topic,
        name -> {
          if (!bus.hasTopic(name)) {
            return 0;
          }
          try {
            return bus.admin()
                .describeTopics(List.of(name))
                .allTopicNames()
                .get(20, TimeUnit.SECONDS)
                .values()
                .iterator()
                .next()
                .partitions()
                .size();
          } catch (ExecutionException | TimeoutException unknown) {
            throw new IllegalStateException("the cluster does not describe " + name, unknown);
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while describing " + name, stopped);
          }
        });
  }

  private static void requireForeign(String topic) {
    if (Topic.of(topic).isPresent() || topic.startsWith("sys.") || topic.startsWith("raptor.")) {
      throw new IllegalArgumentException(
          "'%s' is a topic of our own; the replayer reads its dead letters anyway"
              .formatted(topic));
    }
    if (topic.startsWith("__")) {
      throw new IllegalArgumentException("'%s' is Kafka's own topic".formatted(topic));
    }
  }

  private void requireTopic(String topic) {
    if (!HeaderReading.isTopic(topic) || !bus.hasTopic(topic)) {
      throw new IllegalArgumentException("topic '%s' does not exist".formatted(topic));
    }
  }
}
