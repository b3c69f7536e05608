package io.raptorflow.ingress;

import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.ingress.db.Database;
import io.raptorflow.ingress.projection.Projector;
import java.time.Duration;
import java.time.Instant;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What `/actuator/health` says of the bus, the projection and the database.
@Configuration(proxyBeanMethods = false)
class IngressHealth {
  private static final Duration SILENCE_MAX = Duration.ofSeconds(10);

  /// The bus is up while its topics are being read.
  @Bean
  HealthIndicator busHealthIndicator(Bus bus, Projector projector) {
    return () -> {
      Instant read = projector.lastRead();
      Health.Builder health =
          read != null && read.isAfter(bus.time().instant().minus(SILENCE_MAX))
              ? Health.up()
              : Health.down();
      return health
          .withDetail("bootstrapServers", bus.settings().bootstrapServers())
          .withDetail("lastRead", String.valueOf(read))
          .build();
    };
  }

  @Bean
  HealthIndicator projectionHealthIndicator(Projector projector) {
    return () ->
        Health.up()
            .withDetail("lag", projector.lag())
            .withDetail("skipped", projector.skipped())
            .build();
  }

  @Bean
  HealthIndicator databaseHealthIndicator(Database database) {
    return () -> {
      String version =
          database.read(sql -> sql.sql("show server_version").query(String.class).single());
      return Health.up().withDetail("postgresql", version).build();
    };
  }
}
