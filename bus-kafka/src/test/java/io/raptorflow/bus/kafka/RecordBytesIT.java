package io.raptorflow.bus.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.AgentAnswer;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.AgentTask;
import io.raptorflow.bus.BusEvent;
import io.raptorflow.bus.Topic;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Bytes that no writer would write, as the codec meets them behind the real registry: each is an
/// event or an [UndecodableRecord] with its reason, and nothing else. `-Draptor.records=N` and
/// `-Draptor.seed=N` make it longer and other.
@ExtendWith(LocalBus.class)
class RecordBytesIT {
  private static final int RECORDS = Integer.getInteger("raptor.records", 200_000);
  private static final long SEED = Long.getLong("raptor.seed", 20_261_126);
  private static final int ID_BYTES = 5;
  private static final int NOISE_MAX = 400;

  private final SplittableRandom random = new SplittableRandom(SEED);

  @Test
  void readsOrRefusesEveryRecordWithAReason(Bus bus) {
    AgentId agent = new AgentId("MUSE-001");
    String inbox = Topic.inbox(agent);
    AgentTask task = Samples.task(agent, Samples.run(), 1);
    AgentAnswer answer = Samples.answer(task);
    List<byte[]> good =
        List.of(
            bus.codec().encode(inbox, task),
            bus.codec().encode(Topic.broadcast(agent.guild()), answer));
    List<String> topics = List.of(inbox, Topic.broadcast(agent.guild()), "sys.elsewhere");
    Map<UndecodableRecord.Reason, Integer> refused = new EnumMap<>(UndecodableRecord.Reason.class);
    int read = 0;

    for (int number = 0; number < RECORDS; number++) {
      byte[] bytes = damaged(good.get(random.nextInt(good.size())));
      try {
        BusEvent event = bus.codec().decode(topics.get(random.nextInt(topics.size())), bytes);
        assertThat(event).isNotNull();
        read++;
      } catch (UndecodableRecord wrong) {
        refused.merge(wrong.reason(), 1, Integer::sum);
      } catch (RuntimeException | Error unexpected) {
        throw new AssertionError(
            "seed %d, record %d: %s".formatted(SEED, number, Arrays.toString(bytes)), unexpected);
      }
    }

    assertThat(read).isPositive();
    assertThat(refused)
        .containsKeys(
            UndecodableRecord.Reason.WRONG_FORMAT,
            UndecodableRecord.Reason.UNKNOWN_SCHEMA,
            UndecodableRecord.Reason.UNREADABLE,
            UndecodableRecord.Reason.MISROUTED);
  }

  private byte[] damaged(byte[] good) {
    int choice = random.nextInt(100);
    if (choice < 5) {
      byte[] noise = new byte[random.nextInt(NOISE_MAX)];
      random.nextBytes(noise);
      return noise;
    }
    byte[] bytes = good.clone();
    if (choice < 6) {
      ByteBuffer.wrap(bytes).putInt(1, random.nextInt());
    } else if (choice < 10) {
      bytes[0] = (byte) random.nextInt();
    } else if (choice < 25) {
      return Arrays.copyOf(bytes, random.nextInt(bytes.length));
    } else if (choice < 30) {
      return Arrays.copyOf(bytes, bytes.length + random.nextInt(NOISE_MAX));
    } else if (choice < 80) {
      for (int flips = random.nextInt(1, 8); flips > 0; flips--) {
        bytes[random.nextInt(ID_BYTES, bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
    } else if (choice < 95) {
      int from = random.nextInt(ID_BYTES, bytes.length);
      int to = Math.min(bytes.length, from + random.nextInt(16));
      for (int at = from; at < to; at++) {
        bytes[at] = (byte) random.nextInt();
      }
    }
    return bytes;
  }
}
