package io.raptorflow.bench;

import io.raptorflow.bench.SpringRetries.Listening;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.BusSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.MessageListenerContainer;

/// As many Spring listeners as there are agents, with nothing to do, in a process of their own.
/// Prints `ready` when all have their partitions.
final class IdleListeners {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private IdleListeners() {}

  /// @param arguments bootstrap servers, registry, how many, `PLAIN` or `RETRYABLE`
  public static void main(String[] arguments) throws InterruptedException, ExecutionException {
    Bus bus = Bus.connect(BusSettings.at(arguments[0], arguments[1]), InstantSource.system());
    List<Listening> listeners = new ArrayList<>();
    List<NewTopic> topics = new ArrayList<>();
    for (int number = 0; number < Integer.parseInt(arguments[2]); number++) {
      listeners.add(new Listening("idle-" + number, _ -> {}));
      topics.add(new NewTopic("idle-" + number, 1, (short) 1));
    }
    bus.admin().createTopics(topics).all().get();
    List<Class<?>> configurations =
        arguments[3].equals("PLAIN")
            ? List.of(SpringRetries.Plain.class)
            : List.of(
                SpringRetries.Plain.class,
                SpringRetries.Retryable.class,
                SpringRetries.Usual.class);
    var context = SpringRetries.context(bus, listeners, configurations);
    KafkaListenerEndpointRegistry registry = context.getBean(KafkaListenerEndpointRegistry.class);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!registry.getListenerContainers().stream().allMatch(IdleListeners::isAssigned)) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("not all have their partitions");
      }
      Ground.pause(Duration.ofMillis(100));
    }
    System.out.println("ready with " + registry.getListenerContainers().size() + " containers");
    System.out.flush();
    new CountDownLatch(1).await();
  }

  private static boolean isAssigned(MessageListenerContainer container) {
    var partitions = container.getAssignedPartitions();
    return partitions != null && !partitions.isEmpty();
  }
}
