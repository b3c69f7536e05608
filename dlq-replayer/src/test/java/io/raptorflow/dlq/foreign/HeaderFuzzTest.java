package io.raptorflow.dlq.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.Headers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Headers that no writer would write: wrong widths, nulls, repeats, noise. `-Draptor.inputs=N` and
/// `-Draptor.seed=N` make it longer and other.
class HeaderFuzzTest {
  private static final int INPUTS = Integer.getInteger("raptor.inputs", 200_000);
  private static final long SEED = Long.getLong("raptor.seed", 20_261_120);
  private static final Coordinates AT = new Coordinates("some.dlq", 0, 7);

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final List<Header> known = new ArrayList<>();
  private final List<Header[]> letters = new ArrayList<>();

  HeaderFuzzTest() {
    for (String name :
        List.of(
            "spring",
            "spring-retry",
            "connect",
            "streams",
            "share-group",
            "spring-broken",
            "connect-broken")) {
      Header[] headers = Golden.read(name).headers().toArray();
      letters.add(headers);
      known.addAll(List.of(headers));
    }
    for (String name :
        List.of(Headers.WORK_ID, Headers.ATTEMPT, Headers.REASON_CLASS, Headers.ONLY_GROUP)) {
      known.add(new RecordHeader(name, "7".getBytes(UTF_8)));
    }
  }

  @Test
  void readsAndAdoptsWhateverStandsInHeaders() {
    Map<ForeignFamily, Integer> families = new EnumMap<>(ForeignFamily.class);
    int placed = 0;
    int noted = 0;
    for (int input = 0; input < INPUTS; input++) {
      RecordHeaders headers = headers();

      Origin origin = ForeignLetters.read(headers, AT, Instant.EPOCH);

      families.merge(origin.family(), 1, Integer::sum);
      noted += origin.notes().isEmpty() ? 0 : 1;
      if (origin.coordinates().isPresent()) {
        placed++;
        Coordinates at = origin.coordinates().get();
        if (at.partition() < 0 || at.offset() < 0 || !HeaderReading.isTopic(at.topic())) {
          throw new AssertionError("no place in a log: " + at);
        }
      }
      if (input % 16 == 0) {
        adopts(headers, origin);
      }
    }
    assertThat(families).containsOnlyKeys(ForeignFamily.values());
    assertThat(families.values()).allMatch(times -> times > INPUTS / 1_000);
    assertThat(placed).isGreaterThan(INPUTS / 1_000);
    assertThat(noted).isGreaterThan(INPUTS / 3);
  }

  private static void adopts(RecordHeaders headers, Origin origin) {
    ConsumerRecord<byte[], byte[]> letter =
        new ConsumerRecord<>(
            AT.topic(),
            AT.partition(),
            AT.offset(),
            0,
            TimestampType.CREATE_TIME,
            0,
            0,
            null,
            null,
            headers,
            Optional.empty());
    ProducerRecord<byte[], byte[]> adopted = Adoption.of(letter, origin, "here");
    if (adopted.key().length != 36
        || adopted.headers().lastHeader(Adoption.ADOPTED) == null
        || adopted.headers().lastHeader(Headers.REASON_CLASS) == null) {
      throw new AssertionError("not adopted: " + headers);
    }
  }

  /// A real letter with a fault or two, or a heap of headers.
  private RecordHeaders headers() {
    RecordHeaders headers = new RecordHeaders();
    if (random.nextInt(3) == 0) {
      for (Header header : letters.get(random.nextInt(letters.size()))) {
        if (random.nextInt(6) > 0) {
          headers.add(header.key(), header.value());
        } else if (random.nextBoolean()) {
          headers.add(header.key(), changed(header.value()));
        }
      }
    } else {
      for (int left = random.nextInt(7); left > 0; left--) {
        Header header = known.get(random.nextInt(known.size()));
        headers.add(header.key(), changed(header.value()));
      }
    }
    return headers;
  }

  private byte @Nullable [] changed(byte @Nullable [] value) {
    return switch (random.nextInt(5)) {
      case 0 -> null;
      case 1 -> noise(random.nextInt(12));
      case 2 -> Long.toString(random.nextLong()).getBytes(UTF_8);
      case 3 -> value == null ? new byte[0] : flipped(value.clone());
      default -> value == null ? null : Arrays.copyOf(value, random.nextInt(10));
    };
  }

  private byte[] flipped(byte[] value) {
    if (value.length > 0) {
      value[random.nextInt(value.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return value;
  }

  private byte[] noise(int length) {
    byte[] noise = new byte[length];
    random.nextBytes(noise);
    return noise;
  }
}
