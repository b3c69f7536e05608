package io.raptorflow.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.agent.Model.Reply;
import io.raptorflow.agent.ModelGateway.PricedModel;
import io.raptorflow.bus.AgentAnswer.Authorship;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.JournalEntry;
import io.raptorflow.bus.LedgerEntry;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.WorkId;
import io.raptorflow.bus.WorkspaceId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ReadingWriterTest {
  private static final String FILE =
      """
      ---
      id: MTX-001
      name: KPI Anomaly Detector
      does: Counts.
      engine: java
      tier: %s
      input: []
      output: Counted
      tools: []
      include: []
      limits: {tokens: 200, tool-calls: 0, timeout: PT5S}
      cache: PT0S
      ---
      You count.
      """;

  record Result(int seen) {}

  record Counted(Result result) {}

  private static AgentOutcome.Answered run(String tier, Scripted model)
      throws InterruptedException {
    Agent agent =
        new Agent.ComputedAgent(
            AgentFile.parse("MTX-001-x.md", FILE.formatted(tier), Map.of()),
            Counted.class,
            inputs -> Computation.Answered.of(new Counted(new Result(42))));
    PricedModel priced = new PricedModel(model, BigDecimal.ONE, BigDecimal.ONE);
    ModelGateway gateway =
        new ModelGateway(
            Stream.of(AgentFile.Tier.VOLUME, AgentFile.Tier.STANDARD, AgentFile.Tier.COUNCIL)
                .collect(Collectors.toMap(t -> t, _ -> List.of(priced))),
            new Forgetful(),
            InstantSource.fixed(Instant.EPOCH));
    AgentRun run =
        new AgentRun(
            new WorkId(new UUID(0, 1)),
            new RunId(new UUID(0, 2)),
            new WorkspaceId("w"),
            List.of(),
            "",
            BigDecimal.TEN);
    TaskInputs inputs =
        new TaskInputs(null, Map.of(), Map.of(), Map.of(), Map.of(), List.of(), Instant.EPOCH, 1);
    return (AgentOutcome.Answered) new AgentRunner(gateway).run(agent, run, inputs);
  }

  @Test
  void addsAReadingWithItsWriter() throws InterruptedException {
    Scripted model = new Scripted(Authorship.LLM, "{\"reading\":\"42 were seen.\"}");

    AgentOutcome.Answered answered = run("volume", model);

    JsonNode json = CanonicalJson.read(answered.json());
    assertThat(json.path("reading").asString()).isEqualTo("42 were seen.");
    assertThat(json.path("readingBy").asString()).isEqualTo("scripted");
    assertThat(answered.authorship()).isEqualTo(Authorship.COMPUTATION);
    assertThat(answered.spend().modelCalls()).isEqualTo(1);
  }

  @Test
  void asksOnceMoreAndThenLeavesTheReadingOut() throws InterruptedException {
    Scripted model =
        new Scripted(
            Authorship.LLM, "{\"reading\":\"43 were seen.\"}", "{\"reading\":\"44, rather.\"}");

    AgentOutcome.Answered answered = run("volume", model);

    assertThat(CanonicalJson.read(answered.json()).has("reading")).isFalse();
    assertThat(answered.caveats())
        .singleElement()
        .asString()
        .contains("no reading by a model")
        .contains("44 does not stand in the result");
    assertThat(model.asked).hasSize(2);
    assertThat(model.asked.getLast().turns().toString()).contains("43 does not stand");
  }

  @Test
  void keepsTheAnswerWhenTheModelFails() throws InterruptedException {
    AgentOutcome.Answered answered = run("volume", new Scripted(Authorship.LLM));

    assertThat(CanonicalJson.read(answered.json()).at("/result/seen").intValue()).isEqualTo(42);
    assertThat(answered.caveats()).anyMatch(caveat -> caveat.contains("TIMEOUT"));
  }

  @Test
  void asksNobodyWithoutALanguageModelOrATier() throws InterruptedException {
    Scripted offline = new Scripted(Authorship.OFFLINE, "{\"reading\":\"42\"}");
    Scripted model = new Scripted(Authorship.LLM, "{\"reading\":\"42\"}");

    AgentOutcome.Answered composed = run("volume", offline);
    AgentOutcome.Answered silent = run("none", model);

    assertThat(offline.asked).isEmpty();
    assertThat(model.asked).isEmpty();
    assertThat(composed.json()).isEqualTo(silent.json()).doesNotContain("reading");
  }

  /// Replies in order, then a timeout.
  private static final class Scripted implements Model {
    private final Authorship authorship;
    private final Deque<String> replies;
    private final List<Request> asked = new ArrayList<>();

    Scripted(Authorship authorship, String... replies) {
      this.authorship = authorship;
      this.replies = new ArrayDeque<>(List.of(replies));
    }

    @Override
    public String name() {
      return "scripted";
    }

    @Override
    public Authorship authorship() {
      return authorship;
    }

    @Override
    public Reply ask(Request request) {
      asked.add(request);
      String next = replies.poll();
      return next == null
          ? new Reply.Failed(io.raptorflow.bus.FailureClass.TIMEOUT, "too slow", null, null)
          : new Reply.Text(next, new Usage(10, 10));
    }
  }

  private static final class Forgetful implements CallBook {
    @Override
    public Optional<JournalEntry> find(String call) {
      return Optional.empty();
    }

    @Override
    public void record(JournalEntry answer, LedgerEntry cost) {}

    @Override
    public void replayed(LedgerEntry cost) {}
  }
}
