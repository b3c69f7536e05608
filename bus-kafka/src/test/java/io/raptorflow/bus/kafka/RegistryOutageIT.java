package io.raptorflow.bus.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.AgentTask;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.Topic;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalBus.class)
class RegistryOutageIT {

  @Test
  void waitsForTheRegistryAndLosesNothingToTheDeadLetters(LocalBus.Running local) throws Exception {
    AgentId agent = LocalBus.newAgent(local.bus());
    RunId run = Samples.run();
    Set<Long> worked = ConcurrentHashMap.newKeySet();
    AtomicBoolean down = new AtomicBoolean(true);
    HttpServer registry = proxy(local.registry().url(), down);
    BusSettings settings =
        BusSettings.at(
            local.broker().bootstrapServers(),
            "http://127.0.0.1:" + registry.getAddress().getPort());
    local
        .bus()
        .outbox()
        .publishAll(
            IntStream.range(0, 20)
                .mapToObj(n -> Samples.sent(Samples.task(agent, run, n)))
                .toList());

    try (Bus bus = Bus.connect(settings, local.bus().time())) {
      Inbox inbox =
          new Inbox(
              bus,
              InboxSettings.standard(),
              Topic.inbox(agent),
              agent.group(),
              work -> {
                worked.add(((AgentTask) work.event()).seed());
                return new WorkResult.Done(List.of());
              },
              new RunControl(bus));
      inbox.start();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> inbox.status().state() == InboxStatus.State.REGISTRY_DOWN);
      assertThat(worked).isEmpty();

      down.set(false);

      await().atMost(Duration.ofSeconds(30)).until(() -> inbox.status().done() == 20);

      assertThat(worked).hasSize(20);
      assertThat(inbox.status().failed()).isZero();
      assertThat(inbox.status().state()).isEqualTo(InboxStatus.State.RUNNING);
      inbox.stop();
    } finally {
      registry.stop(0);
    }
  }

  /// A registry that answers 503 while it is down and else passes requests on.
  private static HttpServer proxy(String real, AtomicBoolean down) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    HttpClient client = HttpClient.newHttpClient();
    server.setExecutor(Runnable::run);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            if (down.get()) {
              exchange.sendResponseHeaders(503, -1);
              return;
            }
            HttpRequest request =
                HttpRequest.newBuilder(URI.create(real + exchange.getRequestURI())).build();
            byte[] body = client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          }
        });
    server.start();
    return server;
  }
}
