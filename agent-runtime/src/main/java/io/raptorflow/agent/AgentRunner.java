package io.raptorflow.agent;

import io.raptorflow.agent.Agent.ComputedAgent;
import io.raptorflow.agent.Agent.JudgedAgent;
import io.raptorflow.agent.Agent.ModelAgent;
import io.raptorflow.agent.Model.Reply;
import io.raptorflow.agent.Model.ToolCall;
import io.raptorflow.agent.Model.Turn;
import io.raptorflow.bus.AgentAnswer.Authorship;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.Spend;
import io.raptorflow.campaign.Asset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Runs one agent on one task: prompt, model, tools, output record; within its limits.
///
/// A reply that does not fit the record, or that the record itself finds unfit, goes back once with
/// the exact faults; a second one is a failure of class BAD_OUTPUT. Thread-safe.
public final class AgentRunner {
  /// How people are told that no language model wrote a text.
  public static final String OFFLINE_LABEL = "composed offline, without a language model";

  private static final String COMPUTED = "computed";
  private static final int REPAIRS_MAX = 1;

  private final ModelGateway gateway;
  private final ReadingWriter readings;

  public AgentRunner(ModelGateway gateway) {
    this.gateway = gateway;
    this.readings = new ReadingWriter(gateway);
  }

  /// Runs the agent.
  ///
  /// @throws InterruptedException when the run is cancelled or out of time
  public AgentOutcome run(Agent agent, AgentRun run, TaskInputs inputs)
      throws InterruptedException {
    for (String name : agent.file().facts().input()) {
      if (!name.endsWith("?") && isMissing(name, inputs)) {
        return new AgentOutcome.Refused(
            List.of("input '" + name + "' is needed and was not given"), Spend.NOTHING);
      }
    }
    return switch (agent) {
      case ComputedAgent computed -> compute(computed, run, inputs);
      case ModelAgent model -> new Conversation(model, run, inputs).hold();
      case JudgedAgent judged -> judge(judged, run, inputs);
    };
  }

  /// What was computed stands. A model that is out of reach for the moment is asked again later;
  /// one that cannot answer leaves the answer as it is, and the answer says so.
  private AgentOutcome judge(JudgedAgent agent, AgentRun run, TaskInputs inputs)
      throws InterruptedException {
    return switch (agent.computation().compute(inputs)) {
      case Computation.Refused refused ->
          new AgentOutcome.Refused(refused.reasons(), Spend.NOTHING);
      case Computation.Answered answered -> judge(agent, run, inputs, answered);
    };
  }

  private AgentOutcome judge(
      JudgedAgent agent, AgentRun run, TaskInputs inputs, Computation.Answered answered)
      throws InterruptedException {
    String question = agent.computation().question(inputs);
    if (question.isEmpty()) {
      return computed(
          json(agent, inputs, answered.output(), COMPUTED), answered.caveats(), Spend.NOTHING);
    }
    ModelAgent judge = new ModelAgent(agent.file(), agent.computation().opinion(), List.of());
    Conversation conversation = new Conversation(judge, run, inputs, agent.computation(), question);
    return switch (conversation.hold()) {
      case AgentOutcome.Failed failed when isPassing(failed.failure()) -> failed;
      case AgentOutcome.Answered opinion when opinion.authorship() == Authorship.OFFLINE ->
          unjudged(agent, inputs, answered, "no language model is configured", Spend.NOTHING);
      case AgentOutcome.Answered opinion -> {
        Record said = CanonicalJson.read(opinion.json(), agent.computation().opinion());
        Record joined = agent.computation().with(answered.output(), said, inputs);
        yield new AgentOutcome.Answered(
            json(agent, inputs, joined, "computed, and judged by " + opinion.model()),
            answered.caveats(),
            opinion.model(),
            opinion.authorship(),
            opinion.spend());
      }
      case AgentOutcome.Refused refused ->
          unjudged(agent, inputs, answered, refused.reasons().toString(), refused.spend());
      case AgentOutcome.Failed failed ->
          unjudged(agent, inputs, answered, failed.message(), failed.spend());
    };
  }

  private static boolean isPassing(FailureClass failure) {
    return failure == FailureClass.RATE_LIMITED
        || failure == FailureClass.TRANSIENT
        || failure == FailureClass.TIMEOUT;
  }

  private static AgentOutcome unjudged(
      JudgedAgent agent,
      TaskInputs inputs,
      Computation.Answered answered,
      String why,
      Spend spend) {
    Record answer = agent.computation().without(answered.output(), why);
    return computed(json(agent, inputs, answer, COMPUTED), answered.caveats(), spend);
  }

  private static boolean isMissing(String name, TaskInputs inputs) {
    return !(name.equals("brief") && inputs.brief() != null)
        && !inputs.documents().containsKey(name)
        && !inputs.tables().containsKey(name)
        && !inputs.texts().containsKey(name);
  }

  private AgentOutcome compute(ComputedAgent agent, AgentRun run, TaskInputs inputs)
      throws InterruptedException {
    return switch (agent.computation().compute(inputs)) {
      case Computation.Refused refused ->
          new AgentOutcome.Refused(refused.reasons(), Spend.NOTHING);
      case Computation.Answered answered -> {
        String json = json(agent, inputs, answered.output(), COMPUTED);
        yield readings.mayWrite(agent)
            ? read(agent, run, inputs, answered, (ObjectNode) CanonicalJson.read(json))
            : computed(json, answered.caveats(), Spend.NOTHING);
      }
    };
  }

  /// Adds the model's reading; an unfit one is left out and said so, the answer stands without it.
  private AgentOutcome read(
      ComputedAgent agent,
      AgentRun run,
      TaskInputs inputs,
      Computation.Answered answered,
      ObjectNode json)
      throws InterruptedException {
    List<String> caveats = new ArrayList<>(answered.caveats());
    return switch (readings.write(agent, run, inputs, json)) {
      case ReadingWriter.Written.Fits fits -> {
        json.put("reading", fits.text());
        json.put("readingBy", fits.model());
        yield computed(CanonicalJson.write(json), caveats, fits.spend());
      }
      case ReadingWriter.Written.Unfit unfit -> {
        caveats.add("no reading by a model: " + unfit.why());
        yield computed(CanonicalJson.write(json), caveats, unfit.spend());
      }
    };
  }

  private static AgentOutcome computed(String json, List<String> caveats, Spend spend) {
    return new AgentOutcome.Answered(json, caveats, COMPUTED, Authorship.COMPUTATION, spend);
  }

  private static String json(Agent agent, TaskInputs inputs, Record output, String label) {
    String plain = OutputReader.write(output);
    if (!(output instanceof Deliverable deliverable)) {
      return plain;
    }
    List<Asset> assets = deliverable.assets(agent.file(), inputs, label);
    ObjectNode whole = (ObjectNode) CanonicalJson.read(plain);
    whole.set("assets", CanonicalJson.MAPPER.valueToTree(assets));
    return CanonicalJson.write(whole);
  }

  /// One run's exchange with the model; lives on one thread.
  private final class Conversation {
    private final ModelAgent agent;
    private final AgentRun run;
    private final TaskInputs inputs;
    private final @Nullable JudgedComputation judged;
    private final List<Turn> turns = new ArrayList<>();
    private Spend spend = Spend.NOTHING;
    private List<String> repairNotes = List.of();
    private int calls;
    private int toolCalls;

    Conversation(ModelAgent agent, AgentRun run, TaskInputs inputs) {
      this(agent, run, inputs, null, "");
    }

    /// @param judged what an opinion is held against; null when the model writes the output itself
    /// @param question what is asked beside the prompt; empty for nothing
    Conversation(
        ModelAgent agent,
        AgentRun run,
        TaskInputs inputs,
        @Nullable JudgedComputation judged,
        String question) {
      this.agent = agent;
      this.run = run;
      this.inputs = inputs;
      this.judged = judged;
      turns.add(new Turn.SystemPrompt(PromptRenderer.system(agent.file())));
      turns.add(
          new Turn.UserText(PromptRenderer.task(run.attachments(), inputs.notes()) + question));
    }

    AgentOutcome hold() throws InterruptedException {
      for (int repairs = 0; ; ) {
        ModelGateway.Answer answer = ask();
        spend = spend.plus(answer.spend());
        switch (answer.reply()) {
          case Reply.Failed failed -> {
            return new AgentOutcome.Failed(
                failed.failure(), failed.message(), failed.retryAfter(), failed.cause(), spend);
          }
          case Reply.Calls asked -> {
            if (toolCalls + asked.calls().size() > agent.file().facts().limits().toolCalls()) {
              return failed("asked for more tool calls than limits.tool-calls allows");
            }
            answerCalls(asked.calls());
          }
          case Reply.Text text -> {
            OutputReader.Reading reading = OutputReader.read(text.text(), agent.output());
            List<String> faults = faults(reading);
            if (faults.isEmpty() && reading instanceof OutputReader.Reading.Fits fits) {
              return answered(fits.output(), answer);
            }
            if (repairs == REPAIRS_MAX) {
              return failed("after a repair attempt still: " + String.join("; ", faults));
            }
            repairs++;
            repairNotes = faults;
            turns.add(new Turn.ModelText(text.text()));
            turns.add(new Turn.UserText(PromptRenderer.changes(faults)));
          }
        }
      }
    }

    private ModelGateway.Answer ask() throws InterruptedException {
      AgentFile.Facts facts = agent.file().facts();
      List<String> notes = new ArrayList<>(inputs.notes());
      notes.addAll(repairNotes);
      TaskInputs noted =
          new TaskInputs(
              inputs.brief(),
              inputs.documents(),
              inputs.tables(),
              inputs.texts(),
              inputs.settings(),
              notes,
              inputs.asOf(),
              inputs.seed());
      return gateway.ask(
          new ModelGateway.Call(
              run, facts.id(), facts.tier(), calls++, run.budgetUsd().subtract(spend.costUsd())),
          new Model.Request(
              turns,
              OutputSchema.of(agent.output()),
              agent.tools(),
              facts.limits().tokens(),
              facts.limits().timeout(),
              noted));
    }

    private void answerCalls(List<ToolCall> asked) {
      turns.add(new Turn.ModelCalls(asked));
      for (ToolCall call : asked) {
        toolCalls++;
        String result =
            agent.tools().stream()
                .filter(tool -> tool.name().equals(call.name()))
                .findFirst()
                .map(tool -> tool.call(call.arguments()))
                .orElse("error: there is no tool named " + call.name());
        turns.add(new Turn.ToolText(call, result));
      }
    }

    private List<String> faults(OutputReader.Reading reading) {
      return switch (reading) {
        case OutputReader.Reading.Broken broken -> List.of(broken.fault());
        case OutputReader.Reading.Fits fits when judged != null ->
            judged.problems(fits.output(), inputs);
        case OutputReader.Reading.Fits fits ->
            fits.output() instanceof Deliverable deliverable
                ? deliverable.problems(inputs)
                : List.of();
      };
    }

    private AgentOutcome answered(Record output, ModelGateway.Answer answer) {
      boolean offline = answer.authorship() == Authorship.OFFLINE;
      String label = offline ? OFFLINE_LABEL : "written by " + answer.model();
      return new AgentOutcome.Answered(
          json(agent, inputs, output, label),
          offline ? List.of(OFFLINE_LABEL) : List.of(),
          answer.model(),
          answer.authorship(),
          spend);
    }

    private AgentOutcome failed(String message) {
      return new AgentOutcome.Failed(FailureClass.BAD_OUTPUT, message, null, null, spend);
    }
  }
}
