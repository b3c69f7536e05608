package io.raptorflow.bench.dag;

import io.raptorflow.bus.CanonicalJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;

/// A competitor of the Java class in a process of its own. Prints `ready`; then for each line of
/// JSON that it reads it runs so many runs and prints a line of JSON with their times.
final class WorkerMain {
  private final Runner runner;

  private WorkerMain(Runner runner) {
    this.runner = runner;
  }

  /// @param arguments who competes; for this project then bootstrap servers, registry, directory
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Runner runner =
        switch (arguments[0]) {
          case "raptor" -> RaptorRunner.start(arguments[1], arguments[2], Path.of(arguments[3]));
          case "langgraph4j" -> new LangGraph4jRunner();
          case "agentic" -> new AgenticRunner();
          default -> throw new IllegalArgumentException("nobody is called " + arguments[0]);
        };
    WorkerMain worker = new WorkerMain(runner);
    System.out.println("ready");
    System.out.flush();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        System.out.println(worker.work(CanonicalJson.read(line)));
        System.out.flush();
      }
    }
    Runtime.getRuntime().halt(0);
  }

  private String work(JsonNode job) throws InterruptedException {
    Graph graph = Graph.valueOf(job.get("graph").asString());
    String model = job.get("model").asString();
    int runs = job.get("runs").asInt();
    int first = job.get("first").asInt();
    runner.prepare(graph, model);
    AtomicInteger next = new AtomicInteger();
    AtomicReference<String> fault = new AtomicReference<>("");
    double[] millis = new double[runs];
    long begun = System.nanoTime();
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < job.get("atOnce").asInt(); i++) {
      callers.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int run = next.getAndIncrement();
                        run < runs;
                        run = next.getAndIncrement()) {
                      long from = System.nanoTime();
                      try {
                        runner.run(graph, first + run, model);
                      } catch (Exception failed) {
                        failed.printStackTrace();
                        fault.set(String.valueOf(failed));
                      }
                      millis[run] = (System.nanoTime() - from) / 1e6;
                    }
                  }));
    }
    for (Thread caller : callers) {
      caller.join();
    }
    return CanonicalJson.write(
        Map.of(
            "seconds", (System.nanoTime() - begun) / 1e9, "millis", millis, "fault", fault.get()));
  }
}
