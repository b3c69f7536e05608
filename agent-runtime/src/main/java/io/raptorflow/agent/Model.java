package io.raptorflow.agent;

import io.raptorflow.bus.AgentAnswer.Authorship;
import io.raptorflow.bus.FailureClass;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All that we need of a language model. Blocking; thread-safe. Never throws for what a provider
/// does: a failure is a [Reply].
public interface Model {

  /// Name as it stands in answers and ledger, for example `openai:gpt-5-mini`.
  String name();

  /// Who writes the words.
  Authorship authorship();

  Reply ask(Request request) throws InterruptedException;

  /// One request.
  ///
  /// @param turns the conversation so far: system prompt, task, tool calls and their results
  /// @param schema what the answer must fit
  /// @param tools what the model may call; empty when it may call nothing
  /// @param tokensMax most tokens of the answer
  /// @param inputs the task's inputs, for models that compose from them instead of reading turns
  record Request(
      List<Turn> turns,
      OutputSchema schema,
      List<Tool> tools,
      int tokensMax,
      Duration timeout,
      TaskInputs inputs) {
    public Request {
      turns = List.copyOf(turns);
      tools = List.copyOf(tools);
    }
  }

  /// One turn of a conversation.
  sealed interface Turn {
    record SystemPrompt(String text) implements Turn {}

    record UserText(String text) implements Turn {}

    record ModelText(String text) implements Turn {}

    record ModelCalls(List<ToolCall> calls) implements Turn {}

    record ToolText(ToolCall call, String text) implements Turn {}
  }

  /// A tool call that a model asks for.
  ///
  /// @param arguments JSON object
  record ToolCall(String id, String name, String arguments) {}

  /// What came back.
  sealed interface Reply {
    record Text(String text, Usage usage) implements Reply {}

    record Calls(List<ToolCall> calls, Usage usage) implements Reply {
      public Calls {
        calls = List.copyOf(calls);
      }
    }

    /// @param retryAfter how long the provider asks to wait; null when it did not say
    record Failed(
        FailureClass failure,
        String message,
        @Nullable Duration retryAfter,
        @Nullable Throwable cause)
        implements Reply {}
  }
}
