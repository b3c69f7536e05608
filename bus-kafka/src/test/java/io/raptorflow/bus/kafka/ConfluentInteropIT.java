package io.raptorflow.bus.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.AgentAnswer;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.AgentTask;
import io.raptorflow.bus.Topic;
import java.io.Closeable;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Our bytes against Confluent's own serializer and deserializer, in a class loader of their own so
/// that their Kafka and Avro do not meet ours.
@ExtendWith(LocalBus.class)
class ConfluentInteropIT {
  private static final Path JARS = Path.of("target", "confluent");

  @Test
  void writesWhatConfluentsClassesReadAndWriteTheSame(LocalBus.Running local) throws Exception {
    String topic = Topic.broadcast(new AgentId("MUSE-001").guild());
    AgentTask task = Samples.task(new AgentId("MUSE-001"), Samples.run(), 3);
    AgentAnswer answer = Samples.answer(task);
    byte[] ours = local.bus().codec().encode(topic, answer);

    byte[] theirs;
    try (Genuine genuine = new Genuine(local.registry().url())) {
      theirs = genuine.rewrite(topic, ours);
    }

    assertThat(theirs).isEqualTo(ours);
    assertThat(local.bus().codec().decode(topic, theirs)).isEqualTo(answer);
  }

  @Test
  void readsWhatConfluentsClassesWrote(LocalBus.Running local) throws Exception {
    AgentTask task = Samples.task(new AgentId("MUSE-002"), Samples.run(), 4);
    String topic = Topic.inbox(task.agent());
    byte[] ours = local.bus().codec().encode(topic, task);

    byte[] theirs;
    try (Genuine genuine = new Genuine(local.registry().url())) {
      theirs = genuine.rewrite(topic, ours);
    }

    assertThat(local.bus().codec().decode(topic, theirs)).isEqualTo(task);
  }

  /// Confluent's pair of classes, by reflection.
  private static final class Genuine implements Closeable {
    private final URLClassLoader loader;
    private final Object serializer;
    private final Object deserializer;

    Genuine(String registryUrl) throws Exception {
      try (Stream<Path> jars = Files.list(JARS)) {
        loader =
            new URLClassLoader(
                jars.map(Genuine::url).toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
      }
      Thread.currentThread().setContextClassLoader(loader);
      serializer = make("io.confluent.kafka.serializers.KafkaAvroSerializer");
      deserializer = make("io.confluent.kafka.serializers.KafkaAvroDeserializer");
      Map<String, Object> configuration =
          Map.of(
              "schema.registry.url", registryUrl,
              "auto.register.schemas", false,
              "use.latest.version", true);
      configure(serializer, configuration);
      configure(deserializer, configuration);
    }

    byte[] rewrite(String topic, byte[] bytes) throws Exception {
      Object read =
          deserializer
              .getClass()
              .getMethod("deserialize", String.class, byte[].class)
              .invoke(deserializer, topic, bytes);
      Object written =
          serializer
              .getClass()
              .getMethod("serialize", String.class, Object.class)
              .invoke(serializer, topic, read);
      return (byte[]) Objects.requireNonNull(written);
    }

    @Override
    public void close() throws java.io.IOException {
      Thread.currentThread().setContextClassLoader(ConfluentInteropIT.class.getClassLoader());
      loader.close();
    }

    private Object make(String name) throws Exception {
      return loader.loadClass(name).getDeclaredConstructor().newInstance();
    }

    private static void configure(Object serde, Map<String, Object> configuration)
        throws Exception {
      serde
          .getClass()
          .getMethod("configure", Map.class, boolean.class)
          .invoke(serde, configuration, false);
    }

    private static URL url(Path jar) {
      try {
        return URI.create(jar.toUri().toString()).toURL();
      } catch (java.net.MalformedURLException impossible) {
        throw new AssertionError("a path is a URL", impossible);
      }
    }
  }
}
