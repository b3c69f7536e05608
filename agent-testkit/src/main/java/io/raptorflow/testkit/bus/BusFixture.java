package io.raptorflow.testkit.bus;

import io.raptorflow.bus.kafka.Bus;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// JUnit extension: `@ExtendWith(BusFixture.class)` gives test methods a [LiveBus] or a [Bus] on a
/// real Kafka, started once per process. `-Dit.kafka=auto|docker|inprocess` chooses which; tests
/// are never skipped for want of one. The kind is written to `target/kafka-env.txt`.
public final class BusFixture implements BeforeAllCallback, ParameterResolver {
  private static final ExtensionContext.Namespace STORE =
      ExtensionContext.Namespace.create(BusFixture.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    kafka(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == LiveBus.class || type == Bus.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    TestKafka kafka = kafka(context);
    return parameter.getParameter().getType() == Bus.class ? kafka.bus() : new LiveBus(kafka);
  }

  private static TestKafka kafka(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(STORE)
        .computeIfAbsent(TestKafka.class, _ -> TestKafka.start(), TestKafka.class);
  }
}
