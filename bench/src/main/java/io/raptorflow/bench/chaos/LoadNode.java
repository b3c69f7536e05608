package io.raptorflow.bench.chaos;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.AgentTask;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.Lane;
import io.raptorflow.bus.NameUuid;
import io.raptorflow.bus.Outgoing;
import io.raptorflow.bus.ReplayOperation.Verb;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.WorkId;
import io.raptorflow.bus.WorkspaceId;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.Outbox;
import io.raptorflow.bus.kafka.RegistryUnavailable;
import io.raptorflow.dlq.DeadLetterDesk;
import io.raptorflow.dlq.JobPlan;
import io.raptorflow.dlq.ReplayJobs;
import io.raptorflow.dlq.query.DeadLetterQuery;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/// Who gives work: tasks straight onto the topics at a rate, and requests over HTTP. What was
/// acknowledged is written down; what was not may be there or not.
///
/// It hears `stop` (no more work), and `mend` (an operator replays what is parked).
final class LoadNode {
  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int RUN_TASKS = 10;
  private static final int CATCH_UP_MAX = 500;

  private final Bus bus;
  private final String ingress;
  private final long seed;
  private final int perSecond;
  private final Duration betweenRequests;
  private final FsyncedLog log;
  private final Random random;
  private volatile boolean stopped;

  private LoadNode(Bus bus, String[] arguments) throws IOException {
    this.bus = bus;
    this.ingress = arguments[2];
    this.seed = Long.parseLong(arguments[3]);
    this.perSecond = Integer.parseInt(arguments[4]);
    this.betweenRequests = Duration.ofMillis(Long.parseLong(arguments[5]));
    this.log = FsyncedLog.open(Path.of(arguments[6]));
    this.random = new Random(seed);
  }

  /// @param arguments bootstrap servers, registry, address of ingress, seed, tasks a second,
  ///   milliseconds between requests, file of what was acknowledged
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Bus bus =
        Bus.connect(
            io.raptorflow.bus.kafka.BusSettings.at(arguments[0], arguments[1]),
            InstantSource.system());
    LoadNode load = new LoadNode(bus, arguments);
    Thread tasks = Thread.ofVirtual().start(load::giveTasks);
    Thread requests = Thread.ofVirtual().start(load::sendRequests);
    Node.say("ready");
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      switch (line) {
        case "stop" -> {
          load.stopped = true;
          tasks.join();
          requests.join();
          Node.say("stopped");
        }
        case "mend" -> Node.say("mended " + load.replayParked());
        default -> System.err.println("unknown command: " + line);
      }
    }
    Runtime.getRuntime().halt(3);
  }

  /// As many tasks as should have been sent by now, some of one run after the other.
  private void giveTasks() {
    long begun = System.nanoTime();
    long sent = 0;
    try {
      while (!stopped) {
        long due = (System.nanoTime() - begun) * perSecond / 1_000_000_000L;
        int count = (int) Math.min(CATCH_UP_MAX, due - sent);
        if (count > 0) {
          sent += giveTasks(sent, count);
        }
        Pause.of(TICK);
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /// @return how many were given, whether they were acknowledged or not
  private int giveTasks(long from, int count) {
    List<Outgoing> tasks = new ArrayList<>();
    List<Map<String, Object>> lines = new ArrayList<>();
    for (long number = from; number < from + count; number++) {
      AgentTask task = task(number);
      tasks.add(Outgoing.to(Topic.inbox(task.agent()), task));
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("work", task.work().toString());
      line.put("run", task.run().toString());
      line.put("workspace", task.workspace().value());
      line.put("agent", task.agent().value());
      lines.add(line);
    }
    boolean acknowledged;
    try {
      bus.outbox().publishAll(tasks);
      acknowledged = true;
    } catch (Outbox.NotPublished unknown) {
      acknowledged = false;
    } catch (RegistryUnavailable away) {
      // Nothing was sent; they are given once it is back.
      return 0;
    }
    StringBuilder text = new StringBuilder();
    for (Map<String, Object> line : lines) {
      line.put("acknowledged", acknowledged);
      text.append(text.isEmpty() ? "" : "\n").append(CanonicalJson.write(line));
    }
    log.append(text.toString());
    return count;
  }

  private AgentTask task(long number) {
    long run = number / RUN_TASKS;
    AgentId agent = Cast.TOOL_USERS.get(random.nextInt(Cast.TOOL_USERS.size()));
    WorkspaceId workspace = Cast.WORKSPACES.get((int) (run % Cast.WORKSPACES.size()));
    Instant now = Instant.ofEpochMilli(bus.time().millis());
    return new AgentTask(
        new WorkId(NameUuid.of("chaos", Long.toString(seed), "work", Long.toString(number))),
        new RunId(NameUuid.of("chaos", Long.toString(seed), "run", Long.toString(run))),
        workspace,
        "node",
        agent,
        0,
        random.nextInt(20) == 0 ? Lane.CRITICAL : Lane.NORMAL,
        now.plus(Duration.ofHours(6)),
        number,
        List.of(),
        List.of(),
        BigDecimal.ONE,
        now);
  }

  /// Asks for one run of an agent after the other, each until it is accepted, as a client does that
  /// keeps its idempotency key.
  private void sendRequests() {
    try (HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build()) {
      for (int number = 0; !stopped; number++) {
        Pause.of(betweenRequests);
        ask(http, number);
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private void ask(HttpClient http, int number) throws InterruptedException {
    String key = seed + "-" + number;
    String body =
        CanonicalJson.write(
            Map.of(
                "userId", "chaos",
                "goal", "a voice card",
                "agentSelection", "manual",
                "selectedAgents", List.of(Cast.WRITER.value()),
                "context", Map.of("brief", Briefs.marked(key))));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(ingress + "/api/v3/execute"))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(body))
            .build();
    while (true) {
      try {
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() == 202) {
          String run = CanonicalJson.read(response.body()).path("executionId").asString("");
          if (run.isEmpty()) {
            throw new IllegalStateException("accepted without a run: " + response.body());
          }
          log.append(CanonicalJson.write(Map.of("request", run, "mark", key)));
          return;
        }
        if (response.statusCode() < 500) {
          throw new IllegalStateException(response.statusCode() + " " + response.body());
        }
      } catch (IOException away) {
        // Ingress or its bus is away; the key makes it safe to ask again.
      }
      Pause.of(PAUSE);
    }
  }

  /// One job over everything that is parked, as an operator orders it who mended the cause.
  private int replayParked() throws InterruptedException {
    DeadLetterDesk desk = new DeadLetterDesk(bus);
    List<RetryRow> parked = desk.list(DeadLetterQuery.parse("status=" + Status.PARKED));
    if (parked.isEmpty()) {
      return 0;
    }
    JobPlan plan = JobPlan.of(Verb.REPLAY, "status=PARKED", parked);
    ReplayJobs jobs = new ReplayJobs(bus);
    jobs.propose(plan, "chaos");
    UUID job = jobs.start(plan, ReplayJobs.Pace.unlimited(), "chaos", "the key was mended");
    System.err.println("job " + job + " over " + parked.size());
    return parked.size();
  }
}
