package io.raptorflow.bus.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.AgentTask;
import io.raptorflow.bus.codec.AvroMapping;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class SerdeTest {
  private static final String TOPIC = "sys.guild.muse.muse-001";

  private final MapSchemaRegistry registry = new MapSchemaRegistry();
  private final RaptorAvroSerializer serializer = new RaptorAvroSerializer(registry);
  private final RaptorAvroDeserializer deserializer = new RaptorAvroDeserializer(registry);
  private final AgentTask task = Samples.task(new AgentId("MUSE-001"), Samples.run(), 1);
  private final SpecificRecord avro = new AvroMapping().toAvro(task);

  @Test
  void writesMagicZeroAndTheSchemaId() {
    byte[] bytes = serializer.serialize(TOPIC, avro);

    assertThat(bytes[0]).isZero();
    assertThat(ByteBuffer.wrap(bytes, 1, 4).getInt()).isEqualTo(1);
    assertThat(new AvroMapping().toEvent(deserializer.deserialize(TOPIC, bytes))).isEqualTo(task);
  }

  @Test
  void registersTheSchemaWithoutJavaProperties() {
    serializer.serialize(TOPIC, avro);

    assertThat(registry.byId(1).toString()).doesNotContain("avro.java");
    assertThat(registry.byId(1).getField("work").doc()).isNotBlank();
  }

  @Test
  void refusesASchemaThatNamesAClassOutsideOfOurPackage() {
    Schema foreign =
        new Schema.Parser()
            .parse(
                "{\"type\":\"record\",\"name\":\"Thread\",\"namespace\":\"java.lang\",\"fields\":[]}");
    byte[] bytes = ByteBuffer.allocate(5).putInt(1, registry.register("x", foreign)).array();

    assertThatThrownBy(() -> deserializer.deserialize(TOPIC, bytes))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("no event of the bus");
  }

  @Test
  void tellsAnOutageFromBadBytes() {
    byte[] bytes = serializer.serialize(TOPIC, avro);
    registry.goDown();

    assertThatThrownBy(() -> deserializer.deserialize(TOPIC, bytes))
        .isInstanceOf(RegistryUnavailable.class);
  }

  @Test
  void answersDamagedBytesWithNothingButASerializationException() {
    byte[] good = serializer.serialize(TOPIC, avro);
    SplittableRandom random = new SplittableRandom(7);

    for (int i = 0; i < 200_000; i++) {
      byte[] bad = Arrays.copyOf(good, random.nextInt(good.length + 20));
      for (int flips = random.nextInt(6); flips > 0 && bad.length > 5; flips--) {
        bad[random.nextInt(5, bad.length)] = (byte) random.nextInt(256);
      }
      try {
        deserializer.deserialize(TOPIC, bad);
      } catch (SerializationException expected) {
        assertThat(expected.getMessage()).isNotBlank();
      }
    }
  }

  @Test
  void refusesConfluentKeysThatNobodyObeys() {
    assertThatThrownBy(
            () -> new BusSettings("h:1", "http://h:2", Map.of("use.latest.version", "true")))
        .hasMessageContaining("use.latest.version");
    assertThatThrownBy(
            () -> new BusSettings("h:1", "http://h:2", Map.of("specific.avro.reader", "false")))
        .hasMessageContaining("can only be true");
  }

  @Test
  void refusesToWeakenAGuarantee() {
    assertThatThrownBy(() -> new BusSettings("h:1", "http://h:2", Map.of("acks", "1")))
        .hasMessageContaining("guarantee");
  }

  @Test
  void saysNoCredentialsInItsText() {
    BusSettings settings =
        new BusSettings("h:1", "http://h:2", Map.of("basic.auth.user.info", "ann:secret"));

    assertThat(settings.toString()).doesNotContain("secret");
  }

  @Test
  void leavesTheSerdeKeysToAnotherSerde() {
    BusSettings settings =
        new BusSettings(
            "h:1",
            "http://h:2",
            Map.of(
                "value.serializer", "io.confluent.kafka.serializers.KafkaAvroSerializer",
                "value.deserializer", "io.confluent.kafka.serializers.KafkaAvroDeserializer",
                "use.latest.version", "true"));

    assertThat(settings.serdeProperties()).containsEntry("use.latest.version", "true");
  }
}
