package io.raptorflow.bench.chaos;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.CanonicalJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/// Writes down what agents' groups have committed, again and again: a commit that runs ahead of an
/// answer is seen although the answer comes later.
final class OffsetSampler implements Runnable {
  private static final Duration EVERY = Duration.ofMillis(400);

  private final Admin admin;
  private final Path file;
  private final Map<String, ListConsumerGroupOffsetsSpec> groups = new HashMap<>();
  private final Map<String, OffsetAndMetadata> known = new HashMap<>();
  private volatile boolean stopped;

  OffsetSampler(Admin admin, Path file) {
    this.admin = admin;
    this.file = file;
    List<AgentId> agents = new ArrayList<>(Cast.TOOL_USERS);
    agents.add(Cast.WRITER);
    agents.forEach(agent -> groups.put(agent.group(), new ListConsumerGroupOffsetsSpec()));
  }

  void stop() {
    stopped = true;
  }

  @Override
  public void run() {
    try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      while (!stopped) {
        sample(out);
        Pause.of(EVERY);
      }
      sample(out);
    } catch (IOException full) {
      throw new UncheckedIOException("samples cannot be written", full);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /// Asked for as a consumer asks, without what a transaction may still change: a coordinator that
  /// has just followed another may otherwise tell of an offset that is older than what the other
  /// told.
  private void sample(Writer out) throws IOException, InterruptedException {
    Map<String, Map<TopicPartition, OffsetAndMetadata>> committed;
    try {
      committed =
          admin
              .listConsumerGroupOffsets(
                  groups, new ListConsumerGroupOffsetsOptions().requireStable(true))
              .all()
              .get(10, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException away) {
      return;
    }
    long at = System.currentTimeMillis();
    for (var group : committed.entrySet()) {
      for (var partition : group.getValue().entrySet()) {
        OffsetAndMetadata offset = partition.getValue();
        if (offset == null || offset.equals(known.put(partition.getKey().toString(), offset))) {
          continue;
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("at", at);
        line.put("group", group.getKey());
        line.put("topic", partition.getKey().topic());
        line.put("partition", partition.getKey().partition());
        line.put("offset", offset.offset());
        line.put("note", offset.metadata());
        out.write(CanonicalJson.write(line) + "\n");
      }
    }
    out.flush();
  }
}
