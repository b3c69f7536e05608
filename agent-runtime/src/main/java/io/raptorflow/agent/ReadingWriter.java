package io.raptorflow.agent;

import io.raptorflow.agent.Agent.ComputedAgent;
import io.raptorflow.agent.Model.Reply;
import io.raptorflow.agent.Model.Turn;
import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.Spend;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Lets a language model say in two sentences how to read a computed answer, and takes nothing from
/// it that the answer does not hold. Without a language model there is no reading by one.
final class ReadingWriter {
  private static final int ITEMS_SHOWN = 12;
  private static final int TRIES = 2;
  private static final String TASK =
      """

      You are shown the answer that a method computed. Write `reading`: at most two plain sentences
      for a marketing lead, on what stands out and what it does not show. Use only numbers that stand
      in the answer; round them if you like. Do not compute new ones, not even sums or differences.
      """;

  private final ModelGateway gateway;

  ReadingWriter(ModelGateway gateway) {
    this.gateway = gateway;
  }

  /// A reading, or why there is none.
  sealed interface Written {
    Spend spend();

    record Fits(String text, String model, Spend spend) implements Written {}

    record Unfit(String why, Spend spend) implements Written {}
  }

  /// Whether a language model may write for this agent.
  boolean mayWrite(ComputedAgent agent) {
    return gateway.writesByModel(agent.file().facts().tier());
  }

  Written write(ComputedAgent agent, AgentRun run, TaskInputs inputs, ObjectNode answer)
      throws InterruptedException {
    AgentFile.Facts facts = agent.file().facts();
    NumberCheck check = new NumberCheck(answer.path("result"));
    ObjectNode shown = shortened(answer.deepCopy());
    shown.remove("inputHash");
    shown.remove("reading");
    List<Turn> turns = new ArrayList<>();
    turns.add(new Turn.SystemPrompt(PromptRenderer.system(agent.file()) + TASK));
    turns.add(
        new Turn.UserText(
            PromptRenderer.task(
                List.of(Attachment.json("answer", CanonicalJson.write(shown))), List.of())));
    Spend spend = Spend.NOTHING;
    String why = "";
    for (int attempt = 0; attempt < TRIES; attempt++) {
      ModelGateway.Answer asked =
          gateway.ask(
              new ModelGateway.Call(
                  run,
                  facts.id(),
                  facts.tier(),
                  attempt,
                  run.budgetUsd().subtract(spend.costUsd())),
              new Model.Request(
                  turns,
                  OutputSchema.of(Reading.class),
                  List.of(),
                  facts.limits().tokens(),
                  facts.limits().timeout(),
                  inputs));
      spend = spend.plus(asked.spend());
      if (!(asked.reply() instanceof Reply.Text text)) {
        return new Written.Unfit(
            asked.reply() instanceof Reply.Failed failed
                ? failed.failure() + ": " + failed.message()
                : "the model asked for a tool",
            spend);
      }
      OutputReader.Reading read = OutputReader.read(text.text(), Reading.class);
      List<String> faults = faults(read, check);
      if (faults.isEmpty() && read instanceof OutputReader.Reading.Fits fits) {
        return new Written.Fits(((Reading) fits.output()).reading().strip(), asked.model(), spend);
      }
      why = String.join("; ", faults);
      turns.add(new Turn.ModelText(text.text()));
      turns.add(new Turn.UserText(PromptRenderer.changes(faults)));
    }
    return new Written.Unfit(why, spend);
  }

  private static List<String> faults(OutputReader.Reading read, NumberCheck check) {
    return switch (read) {
      case OutputReader.Reading.Broken broken -> List.of(broken.fault());
      case OutputReader.Reading.Fits fits -> check.faults(((Reading) fits.output()).reading());
    };
  }

  /// Long lists are cut for the model; the check still knows all of them.
  private static ObjectNode shortened(ObjectNode node) {
    node.forEach(ReadingWriter::shorten);
    return node;
  }

  private static void shorten(JsonNode node) {
    if (node instanceof ArrayNode list) {
      while (list.size() > ITEMS_SHOWN) {
        list.remove(list.size() - 1);
      }
    }
    node.forEach(ReadingWriter::shorten);
  }
}
