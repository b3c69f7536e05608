package io.raptorflow.testkit.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.Guild;
import io.raptorflow.bus.Heartbeat;
import io.raptorflow.bus.Outgoing;
import io.raptorflow.bus.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BusFixture.class)
class BusFixtureIT {

  @Test
  void readsBackWhatWasPublished(LiveBus live) {
    AgentId agent = live.newAgent(Guild.MUSE);
    Heartbeat beat =
        new Heartbeat(agent, "host", 1, 2, 3, Instant.ofEpochMilli(1_700_000_000_000L));

    live.bus().outbox().publish(Outgoing.to(Topic.HEARTBEAT, beat));

    assertThat(live.events(Topic.HEARTBEAT.topicName(), Heartbeat.class)).contains(beat);
  }

  @Test
  void givesEveryTestAnAgentOfItsOwn(LiveBus live) {
    AgentId one = live.newAgent(Guild.RESEARCH);

    AgentId other = live.newAgent(Guild.RESEARCH);

    assertThat(other).isNotEqualTo(one);
    assertThat(live.records(Topic.inbox(other))).isEmpty();
  }

  @Test
  void saysOnWhichKafkaItRuns(LiveBus live) throws Exception {
    String environment = Files.readString(Path.of("target", "kafka-env.txt"));

    assertThat(environment).contains("kind=" + live.kind());
    assertThat(live.kind()).isNotEqualTo(KafkaKind.AUTO);
  }

  @Test
  void refusesAnUnknownKind() {
    assertThatThrownBy(() -> KafkaKind.of("mock"))
        .hasMessageContaining("auto, docker or inprocess");
  }
}
