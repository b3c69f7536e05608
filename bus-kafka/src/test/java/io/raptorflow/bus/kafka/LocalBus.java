package io.raptorflow.bus.kafka;

import io.raptorflow.bus.AgentId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// One broker and registry for all tests of this module, and a connected bus as a test parameter.
/// The broker is shared, so a test takes an agent of its own from [#newAgent].
final class LocalBus implements BeforeAllCallback, ParameterResolver {
  private static final AtomicInteger AGENTS = new AtomicInteger(100);
  private static final ExtensionContext.Namespace STORE =
      ExtensionContext.Namespace.create(LocalBus.class);

  record Running(EmbeddedBroker broker, EmbeddedRegistry registry, Bus bus)
      implements AutoCloseable {

    static Running start() {
      try {
        Path directory = Files.createTempDirectory(Path.of("target"), "kafka-");
        EmbeddedBroker broker = EmbeddedBroker.start(EmbeddedBroker.Settings.in(directory));
        EmbeddedRegistry registry = EmbeddedRegistry.start(broker.bootstrapServers(), 0);
        Bus bus =
            Bus.connect(
                BusSettings.at(broker.bootstrapServers(), registry.url()), InstantSource.system());
        new TopicCatalogue(bus, 1).create(List.of());
        return new Running(broker, registry, bus);
      } catch (java.io.IOException noDirectory) {
        throw new IllegalStateException("no directory for the broker", noDirectory);
      }
    }

    @Override
    public void close() {
      bus.close();
      registry.close();
      broker.close();
    }
  }

  /// An agent that no other test uses, with its topic.
  static AgentId newAgent(Bus bus) {
    AgentId agent = new AgentId("MUSE-" + AGENTS.incrementAndGet());
    new TopicCatalogue(bus, 1).create(List.of(agent));
    return agent;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    running(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Bus.class
        || parameter.getParameter().getType() == Running.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Running running = running(context);
    return parameter.getParameter().getType() == Bus.class ? running.bus() : running;
  }

  private static Running running(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(STORE)
        .computeIfAbsent(Running.class, _ -> Running.start(), Running.class);
  }
}
