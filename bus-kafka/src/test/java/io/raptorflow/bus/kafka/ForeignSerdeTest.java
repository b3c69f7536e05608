package io.raptorflow.bus.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.kafka.UndecodableRecord.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;

/// Another serde by configuration alone, and how its errors are told apart: like most, it reports
/// an outage and bad bytes with the same class.
class ForeignSerdeTest {
  private static final AgentId AGENT = new AgentId("MUSE-001");
  private static final String TOPIC = Topic.inbox(AGENT);
  private static final byte[] BYTES = {0, 0, 0, 0, 1, 7};

  @Test
  void usesTheClassesThatTheConfigurationNames() {
    try (BusCodec codec = codec("fine")) {
      byte[] bytes = codec.encode(TOPIC, Samples.task(AGENT, Samples.run(), 1));

      assertThat(bytes).isEqualTo(BYTES);
    }
  }

  @Test
  void takesARefusedConnectionForAnOutage() {
    try (BusCodec codec = codec("refused")) {
      assertThatThrownBy(() -> codec.decode(TOPIC, BYTES)).isInstanceOf(RegistryUnavailable.class);
    }
  }

  @Test
  void takesATimeoutForAnOutage() {
    try (BusCodec codec = codec("slow")) {
      assertThatThrownBy(() -> codec.decode(TOPIC, BYTES)).isInstanceOf(RegistryUnavailable.class);
    }
  }

  @Test
  void takesAServerErrorForAnOutage() {
    try (BusCodec codec = codec("500")) {
      assertThatThrownBy(() -> codec.decode(TOPIC, BYTES)).isInstanceOf(RegistryUnavailable.class);
    }
  }

  @Test
  void takesAnUnknownSchemaForBadBytes() {
    try (BusCodec codec = codec("404")) {
      assertThatThrownBy(() -> codec.decode(TOPIC, BYTES))
          .isInstanceOfSatisfying(
              UndecodableRecord.class,
              wrong -> assertThat(wrong.reason()).isEqualTo(Reason.UNKNOWN_SCHEMA));
    }
  }

  @Test
  void takesTheEndOfTheBytesForBadBytes() {
    try (BusCodec codec = codec("cut")) {
      assertThatThrownBy(() -> codec.decode(TOPIC, BYTES)).isInstanceOf(UndecodableRecord.class);
    }
  }

  private static BusCodec codec(String behaviour) {
    return new BusCodec(
        new BusSettings(
            "127.0.0.1:1",
            "http://127.0.0.1:1",
            Map.of(
                "value.serializer", ForeignSerializer.class.getName(),
                "value.deserializer", ForeignDeserializer.class.getName(),
                "foreign.behaviour", behaviour)));
  }

  /// Writes fixed bytes.
  public static final class ForeignSerializer implements Serializer<SpecificRecord> {
    @Override
    public byte[] serialize(String topic, SpecificRecord value) {
      return BYTES.clone();
    }
  }

  /// Fails as its configuration says.
  public static final class ForeignDeserializer implements Deserializer<SpecificRecord> {
    private String behaviour = "";

    @Override
    public void configure(Map<String, ?> configuration, boolean isKey) {
      behaviour = String.valueOf(configuration.get("foreign.behaviour"));
    }

    @Override
    public SpecificRecord deserialize(String topic, byte[] bytes) {
      Exception cause =
          switch (behaviour) {
            case "refused" -> new ConnectException("Connection refused");
            case "slow" -> new SocketTimeoutException("Read timed out");
            case "500" -> new RestException(500);
            case "404" -> new RestException(404);
            default -> new java.io.EOFException();
          };
      throw new SerializationException("Error deserializing Avro message for id 1", cause);
    }
  }

  /// Shaped like the exception of Confluent's client.
  public static final class RestException extends IOException {
    private static final long serialVersionUID = 1L;
    private final int status;

    RestException(int status) {
      super("status " + status);
      this.status = status;
    }

    public int getStatus() {
      return status;
    }
  }
}
