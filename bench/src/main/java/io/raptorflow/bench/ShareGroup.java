package io.raptorflow.bench;

import io.raptorflow.bus.kafka.Bus;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// A share group (KIP-932): as many members as a broker allows by default, one record at a time
/// each, acknowledged with the next poll.
final class ShareGroup {
  private static final int MEMBERS = 200;

  private ShareGroup() {}

  static void start(Bus bus, Racer.Course course, Consumer<ConsumerRecord<byte[], byte[]>> work) {
    fromTheBeginning(bus, course.group());
    Map<String, Object> properties = new HashMap<>(bus.settings().clientProperties());
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, course.group());
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    properties.put(ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit");
    for (int member = 0; member < MEMBERS; member++) {
      Thread.ofPlatform().name("member-" + member).start(() -> poll(properties, course, work));
    }
  }

  private static void poll(
      Map<String, Object> properties,
      Racer.Course course,
      Consumer<ConsumerRecord<byte[], byte[]>> work) {
    try (KafkaShareConsumer<byte[], byte[]> consumer =
        new KafkaShareConsumer<>(
            properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(course.topic()));
      while (true) {
        consumer.poll(Duration.ofSeconds(1)).forEach(work);
      }
    }
  }

  private static void fromTheBeginning(Bus bus, String group) {
    try {
      bus.admin()
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.GROUP, group),
                  List.of(
                      new AlterConfigOp(
                          new ConfigEntry("share.auto.offset.reset", "earliest"),
                          AlterConfigOp.OpType.SET))))
          .all()
          .get();
    } catch (ExecutionException refused) {
      throw new IllegalStateException("the broker has no share groups", refused);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
