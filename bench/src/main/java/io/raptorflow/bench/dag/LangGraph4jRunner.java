package io.raptorflow.bench.dag;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.bsc.langgraph4j.CompiledGraph;
import org.bsc.langgraph4j.GraphStateException;
import org.bsc.langgraph4j.RunnableConfig;
import org.bsc.langgraph4j.StateGraph;
import org.bsc.langgraph4j.action.AsyncNodeAction;
import org.bsc.langgraph4j.state.AgentState;

/// LangGraph4j, in memory, without a checkpointer; those side by side on virtual threads.
final class LangGraph4jRunner implements Runner {
  private final ModelCaller caller = new ModelCaller();
  private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<Graph, CompiledGraph<AgentState>> graphs = new EnumMap<>(Graph.class);

  @Override
  public void prepare(Graph graph, String model) {
    graphs.computeIfAbsent(graph, this::compiled);
  }

  private CompiledGraph<AgentState> compiled(Graph graph) {
    try {
      StateGraph<AgentState> states = new StateGraph<>(AgentState::new);
      int width = graph.width();
      int steps = graph.steps();
      for (int place = 0; place < steps; place++) {
        states.addNode("n" + place, node(graph, place));
      }
      states.addEdge(StateGraph.START, "n0");
      for (int place = 1; place <= width; place++) {
        states.addEdge("n0", "n" + place);
        states.addEdge("n" + place, "n" + (width + 1));
      }
      for (int place = width + 1; place < steps - 1; place++) {
        states.addEdge("n" + place, "n" + (place + 1));
      }
      states.addEdge("n" + (steps - 1), StateGraph.END);
      return states.compile();
    } catch (GraphStateException wrong) {
      throw new IllegalStateException(wrong);
    }
  }

  private AsyncNodeAction<AgentState> node(Graph graph, int place) {
    return AsyncNodeAction.node_async(
        state -> {
          List<String> inputs = new ArrayList<>();
          for (int input : graph.inputs(place)) {
            inputs.add(state.<String>value("t" + input).orElseThrow());
          }
          String model = state.<String>value("model").orElseThrow();
          int run = state.<Integer>value("run").orElseThrow();
          return Map.of("t" + place, caller.ask(model, run, place, inputs));
        });
  }

  @Override
  public void run(Graph graph, int run, String model) {
    AgentState last =
        Objects.requireNonNull(graphs.get(graph))
            .invoke(
                Map.of("run", run, "model", model),
                RunnableConfig.builder().addParallelNodeExecutor("n0", threads).build())
            .orElseThrow();
    if (last.value("t" + (graph.steps() - 1)).isEmpty()) {
      throw new IllegalStateException("the last node said nothing");
    }
  }
}
