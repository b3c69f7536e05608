package io.raptorflow.bench.chaos;

import io.raptorflow.bus.AgentAnswer;
import io.raptorflow.bus.AgentAnswer.Authorship;
import io.raptorflow.bus.AgentAnswer.Outcome;
import io.raptorflow.bus.AgentTask;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.NameUuid;
import io.raptorflow.bus.Outgoing;
import io.raptorflow.bus.Payload;
import io.raptorflow.bus.Spend;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.kafka.Work;
import io.raptorflow.bus.kafka.WorkHandler;
import io.raptorflow.bus.kafka.WorkResult;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// A work that has an effect outside: it calls a tool at the sink, with the work's id as the key by
/// which the tool tells a repetition. Thread-safe.
final class ToolWork implements WorkHandler {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String RECEIPT = "receipt ";

  private final String sink;
  private final String host;
  private final InstantSource clock;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  ToolWork(String sink, String host, InstantSource clock) {
    this.sink = sink;
    this.host = host;
    this.clock = clock;
  }

  @Override
  public WorkResult handle(Work work) throws InterruptedException {
    AgentTask task = (AgentTask) work.event();
    Instant begun = Instant.ofEpochMilli(clock.millis());
    HttpResponse<String> response;
    try {
      response =
          http.send(
              HttpRequest.newBuilder(URI.create(sink + "/tool"))
                  .timeout(PATIENCE)
                  .header("Idempotency-Key", effect(task))
                  .header("X-Host", host)
                  .header("X-Attempt", Integer.toString(work.attempt()))
                  .POST(BodyPublishers.ofString(task.work() + " " + task.workspace()))
                  .build(),
              BodyHandlers.ofString());
    } catch (HttpTimeoutException silent) {
      return failed(FailureClass.TIMEOUT, "the tool was silent for " + PATIENCE, null);
    } catch (IOException broken) {
      return failed(FailureClass.TRANSIENT, "the tool cannot be reached", null);
    }
    return switch (response.statusCode()) {
      case 200 ->
          response.body().startsWith(RECEIPT)
              ? answered(task, begun, response.body())
              : failed(FailureClass.BAD_OUTPUT, "no receipt: " + response.body(), null);
      case 401 -> failed(FailureClass.AUTH, "the tool refused the key: " + response.body(), null);
      case 429 ->
          failed(
              FailureClass.RATE_LIMITED,
              "the tool is asked too often: " + response.body(),
              response
                  .headers()
                  .firstValue("Retry-After")
                  .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                  .orElse(null));
      default ->
          failed(
              FailureClass.TRANSIENT,
              "the tool said " + response.statusCode() + ": " + response.body(),
              null);
    };
  }

  /// The key of the effect; a repetition of the work has the same.
  private static String effect(AgentTask task) {
    return task.work().toString();
  }

  private static WorkResult failed(FailureClass kind, String message, @Nullable Duration after) {
    return new WorkResult.Failed(kind, message, null, after);
  }

  private WorkResult answered(AgentTask task, Instant begun, String receipt) {
    return new WorkResult.Done(
        List.of(
            Outgoing.to(
                Topic.broadcast(task.agent().guild()),
                new AgentAnswer(
                    NameUuid.of("answer", task.work().toString()),
                    task.work(),
                    task.run(),
                    task.workspace(),
                    task.node(),
                    task.agent(),
                    task.round(),
                    Outcome.ANSWERED,
                    "Receipt",
                    Payload.inline("{\"receipt\":\"" + receipt.trim() + "\"}"),
                    List.of(),
                    "",
                    "computed",
                    Authorship.COMPUTATION,
                    Spend.NOTHING,
                    begun,
                    Instant.ofEpochMilli(clock.millis())))));
  }
}
