package io.raptorflow.standalone.cli;

import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.BusSettings;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which swarm a command speaks to.
final class DataOption {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data directory of the swarm (default: $RAPTOR_DATA, or data/standalone).")
  private @Nullable Path data;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "Kafka of a swarm elsewhere; needs --schema-registry too.")
  private @Nullable String bootstrapServers;

  @Option(names = "--schema-registry", paramLabel = "URL", description = "Its schema registry.")
  private @Nullable String schemaRegistry;

  @Option(names = "--url", paramLabel = "URL", description = "HTTP side of a swarm elsewhere.")
  private @Nullable String url;

  Path directory() {
    return data == null ? Instance.defaultData() : data;
  }

  /// The HTTP side.
  SwarmClient client() {
    return new SwarmClient(url == null ? Instance.running(directory()).http() : url);
  }

  /// The bus; the caller closes it.
  Bus connect() {
    if (bootstrapServers != null && schemaRegistry != null) {
      return Bus.connect(BusSettings.at(bootstrapServers, schemaRegistry), InstantSource.system());
    }
    Instance running = Instance.running(directory());
    return Bus.connect(
        BusSettings.at(running.bootstrapServers(), running.schemaRegistryUrl()),
        InstantSource.system());
  }

  /// The option as a person would repeat it in another command; empty when it is the default.
  String repeated() {
    return data == null ? "" : " --data " + data;
  }
}
