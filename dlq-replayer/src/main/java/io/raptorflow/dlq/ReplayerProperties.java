package io.raptorflow.dlq;

import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Configuration of the replayer as a service of its own, prefix `raptor.bus`.
///
/// @param overrides Kafka client and serde keys, see [io.raptorflow.bus.kafka.BusSettings]
/// @param instance name that survives restarts; empty for none
@ConfigurationProperties("raptor.bus")
record ReplayerProperties(
    @DefaultValue("127.0.0.1:9092") String bootstrapServers,
    @DefaultValue("http://127.0.0.1:8081") String schemaRegistryUrl,
    @DefaultValue Map<String, String> overrides,
    @DefaultValue("data/dlq-replayer") Path stateDirectory,
    @DefaultValue("3") int replicationFactor,
    @DefaultValue("") String instance) {}
