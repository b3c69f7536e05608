package io.raptorflow.bench.dag;

/// Who competes, and what of a run survives which death.
enum Competitor {
  RAPTOR(
      "RaptorFlow swarm", "durable: exactly once within Kafka, one broker, written without fsync"),
  RESTATE("Restate 1.7.12", "durable: steps journaled by one server with its standard settings"),
  DBOS("DBOS 5.3 with PostgreSQL", "durable: steps checkpointed in PostgreSQL, with fsync"),
  LANGGRAPH_JS_POSTGRES(
      "LangGraph.js with PostgreSQL", "durable: checkpoints in PostgreSQL, with fsync"),
  LANGGRAPH_JS("LangGraph.js", "in memory"),
  LANGGRAPH4J("LangGraph4j", "in memory"),
  LANGCHAIN4J_AGENTIC("langchain4j-agentic", "in memory");

  private final String label;
  private final String durability;

  Competitor(String label, String durability) {
    this.label = label;
    this.durability = durability;
  }

  String label() {
    return label;
  }

  String durability() {
    return durability;
  }

  boolean isDurable() {
    return durability.startsWith("durable");
  }

  /// Whether it runs this contest: W4 is for those who write down.
  boolean runs(Contest contest) {
    return isDurable() || contest.asksModel();
  }
}
