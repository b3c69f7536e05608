package io.raptorflow.dlq;

import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.BusSettings;
import io.raptorflow.bus.kafka.TopicCatalogue;
import java.time.Clock;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/// The replayer as a service of its own.
@SpringBootApplication
@EnableConfigurationProperties(ReplayerProperties.class)
public class ReplayerApplication {

  public static void main(String[] arguments) {
    SpringApplication application = new SpringApplication(ReplayerApplication.class);
    application.setKeepAlive(true);
    application.run(arguments);
  }

  @Bean(destroyMethod = "close")
  Bus bus(ReplayerProperties properties) {
    Bus bus =
        Bus.connect(
            new BusSettings(
                properties.bootstrapServers(),
                properties.schemaRegistryUrl(),
                properties.overrides()),
            Clock.systemUTC());
    new TopicCatalogue(bus, properties.replicationFactor()).create(List.of());
    return bus;
  }

  @Bean
  Replayer replayer(Bus bus, ReplayerProperties properties) {
    ReplayerSettings settings =
        ReplayerSettings.standard(properties.stateDirectory())
            .withReplicationFactor(properties.replicationFactor());
    return new Replayer(
        bus,
        properties.instance().isEmpty() ? settings : settings.withInstance(properties.instance()),
        Clock.systemUTC());
  }
}
