package io.raptorflow.ingress.dlq;

import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.dlq.Replayer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/// Whether a command would be heard: a command that only waits in a topic looks like success to
/// whoever gave it. Thread-safe.
final class Reachability implements AutoCloseable {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(3);
  private static final int SERVER_ERROR = 500;

  private final Bus bus;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWER_MAX).build();

  Reachability(Bus bus) {
    this.bus = bus;
  }

  /// Whether Kafka answers now.
  boolean hasKafka() {
    try {
      bus.admin()
          .describeCluster(new DescribeClusterOptions().timeoutMs(millis()))
          .clusterId()
          .get(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException away) {
      return false;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// @throws Unreachable when Kafka, the schema registry or every replayer is away
  void require() {
    requireReplayer();
    requireRegistry();
  }

  /// A replayer that died counts for as long as its session lasts.
  private void requireReplayer() {
    try {
      Map<String, ConsumerGroupDescription> groups =
          bus.admin()
              .describeConsumerGroups(
                  List.of(Replayer.APPLICATION_ID),
                  new DescribeConsumerGroupsOptions().timeoutMs(millis()))
              .all()
              .get(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS);
      if (groups.values().stream().allMatch(group -> group.members().isEmpty())) {
        throw noReplayer();
      }
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof GroupIdNotFoundException) {
        throw noReplayer();
      }
      throw new Unreachable("Kafka cannot be reached; nothing was changed", failed);
    } catch (TimeoutException away) {
      throw new Unreachable("Kafka cannot be reached; nothing was changed", away);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new Unreachable("this process is stopping; nothing was changed", stopped);
    }
  }

  private static Unreachable noReplayer() {
    return new Unreachable("no dlq-replayer is at work; nothing was changed");
  }

  private void requireRegistry() {
    List<String> urls = Arrays.asList(bus.settings().schemaRegistryUrl().split(","));
    if (urls.stream().map(String::strip).noneMatch(this::answers)) {
      throw new Unreachable("the schema registry cannot be reached; nothing was changed");
    }
  }

  /// Asked for a name or a password it answers too.
  private boolean answers(String url) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url.replaceFirst("/+$", "") + "/subjects"))
              .timeout(ANSWER_MAX)
              .build();
      return http.send(request, BodyHandlers.discarding()).statusCode() < SERVER_ERROR;
    } catch (IOException away) {
      return false;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static int millis() {
    return Math.toIntExact(ANSWER_MAX.toMillis());
  }

  @Override
  public void close() {
    http.close();
  }
}
