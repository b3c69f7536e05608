package io.raptorflow.dlq;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.testkit.bus.BusFixture;
import io.raptorflow.testkit.bus.LiveBus;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

@ExtendWith(BusFixture.class)
class ReplayerApplicationIT {

  @Test
  void runsAsAServiceOfItsOwn(LiveBus live, @TempDir Path directory) throws Exception {
    Bus bus = live.bus();

    try (ConfigurableApplicationContext context =
        new SpringApplicationBuilder(ReplayerApplication.class)
            .run(
                "--raptor.bus.bootstrap-servers=" + bus.settings().bootstrapServers(),
                "--raptor.bus.schema-registry-url=" + bus.settings().schemaRegistryUrl(),
                "--raptor.bus.replication-factor=1",
                "--raptor.bus.state-directory=" + directory)) {
      Replayer replayer = context.getBean(Replayer.class);

      assertThat(replayer.awaitReady(Duration.ofSeconds(60))).isTrue();
    }
  }
}
