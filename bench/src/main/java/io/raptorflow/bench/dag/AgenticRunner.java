package io.raptorflow.bench.dag;

import dev.langchain4j.agentic.AgenticServices;
import dev.langchain4j.agentic.UntypedAgent;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/// LangChain4j's agentic workflows, in memory: a sequence with a parallel part on virtual threads.
final class AgenticRunner implements Runner {
  private final ModelCaller caller = new ModelCaller();
  private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<Graph, UntypedAgent> graphs = new EnumMap<>(Graph.class);

  @Override
  public void prepare(Graph graph, String model) {
    graphs.computeIfAbsent(graph, this::workflow);
  }

  private UntypedAgent workflow(Graph graph) {
    int width = graph.width();
    Object middle =
        AgenticServices.parallelBuilder()
            .subAgents(
                IntStream.rangeClosed(1, width).mapToObj(place -> node(graph, place)).toArray())
            .executor(threads)
            .outputKey("middle")
            .output(scope -> scope.readState("t" + width, ""))
            .build();
    List<Object> sequence = new ArrayList<>(List.of(node(graph, 0), middle));
    for (int place = width + 1; place < graph.steps(); place++) {
      sequence.add(node(graph, place));
    }
    return AgenticServices.sequenceBuilder()
        .subAgents(sequence.toArray())
        .outputKey("t" + (graph.steps() - 1))
        .build();
  }

  private Object node(Graph graph, int place) {
    return AgenticServices.agentAction(
        scope -> {
          List<String> inputs = new ArrayList<>();
          for (int input : graph.inputs(place)) {
            inputs.add(scope.readState("t" + input, ""));
          }
          scope.writeState(
              "t" + place,
              caller.ask(scope.readState("model", ""), scope.readState("run", 0), place, inputs));
        });
  }

  @Override
  public void run(Graph graph, int run, String model) {
    Object last =
        Objects.requireNonNull(graphs.get(graph)).invoke(Map.of("run", run, "model", model));
    if (!String.valueOf(last).startsWith("{\"text\"")) {
      throw new IllegalStateException("the last node said " + last);
    }
  }
}
