package io.raptorflow.agent.langchain;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonBooleanSchema;
import dev.langchain4j.model.chat.request.json.JsonEnumSchema;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonNumberSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import io.raptorflow.agent.Model;
import io.raptorflow.agent.Tool;
import io.raptorflow.agent.Usage;
import io.raptorflow.bus.AgentAnswer.Authorship;
import io.raptorflow.bus.FailureClass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A language model behind LangChain4j's `ChatModel`. Retries nothing: that is the replayer's.
public final class LangChainModel implements Model {
  private final String name;
  private final ChatModel chat;

  LangChainModel(String name, ChatModel chat) {
    this.name = name;
    this.chat = chat;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Authorship authorship() {
    return Authorship.LLM;
  }

  @Override
  public Reply ask(Request request) throws InterruptedException {
    try {
      ChatResponse response = chat.chat(chatRequest(request));
      if (Thread.interrupted()) {
        throw new InterruptedException("cancelled while the model answered");
      }
      return reply(response);
    } catch (RuntimeException failed) {
      if (Thread.interrupted()) {
        throw new InterruptedException("cancelled while the model answered");
      }
      return failure(failed);
    }
  }

  private static ChatRequest chatRequest(Request request) {
    ChatRequest.Builder builder =
        ChatRequest.builder()
            .messages(request.turns().stream().map(LangChainModel::message).toList())
            .maxOutputTokens(request.tokensMax())
            .responseFormat(
                ResponseFormat.builder()
                    .type(ResponseFormatType.JSON)
                    .jsonSchema(
                        JsonSchema.builder()
                            .name(request.schema().name())
                            .rootElement(element(request.schema().json()))
                            .build())
                    .build());
    if (!request.tools().isEmpty()) {
      builder.toolSpecifications(request.tools().stream().map(LangChainModel::tool).toList());
    }
    return builder.build();
  }

  private static ChatMessage message(Turn turn) {
    return switch (turn) {
      case Turn.SystemPrompt system -> SystemMessage.from(system.text());
      case Turn.UserText user -> UserMessage.from(user.text());
      case Turn.ModelText text -> AiMessage.from(text.text());
      case Turn.ModelCalls calls ->
          AiMessage.from(
              calls.calls().stream()
                  .map(
                      call ->
                          ToolExecutionRequest.builder()
                              .id(call.id())
                              .name(call.name())
                              .arguments(call.arguments())
                              .build())
                  .toList());
      case Turn.ToolText result ->
          ToolExecutionResultMessage.from(result.call().id(), result.call().name(), result.text());
    };
  }

  private static ToolSpecification tool(Tool tool) {
    return ToolSpecification.builder()
        .name(tool.name())
        .description(tool.description())
        .parameters((JsonObjectSchema) element(tool.parameters()))
        .build();
  }

  /// Our JSON schema in LangChain4j's types; [OutputSchema] makes no other kinds.
  static JsonSchemaElement element(JsonNode schema) {
    String description = schema.path("description").asString(null);
    if (schema.has("enum")) {
      return JsonEnumSchema.builder()
          .enumValues(schema.get("enum").valueStream().map(JsonNode::asString).toList())
          .description(description)
          .build();
    }
    return switch (schema.path("type").asString()) {
      case "object" -> {
        JsonObjectSchema.Builder object = JsonObjectSchema.builder().description(description);
        List<String> required = new ArrayList<>();
        schema
            .path("properties")
            .properties()
            .forEach(
                property -> {
                  object.addProperty(property.getKey(), element(property.getValue()));
                  required.add(property.getKey());
                });
        yield object.required(required).additionalProperties(false).build();
      }
      case "array" ->
          JsonArraySchema.builder()
              .items(element(schema.path("items")))
              .description(description)
              .build();
      case "integer" -> JsonIntegerSchema.builder().description(description).build();
      case "number" -> JsonNumberSchema.builder().description(description).build();
      case "boolean" -> JsonBooleanSchema.builder().description(description).build();
      default -> JsonStringSchema.builder().description(description).build();
    };
  }

  private static Reply reply(ChatResponse response) {
    Usage usage = Usage.NONE;
    if (response.tokenUsage() != null) {
      usage =
          new Usage(
              count(response.tokenUsage().inputTokenCount()),
              count(response.tokenUsage().outputTokenCount()));
    }
    AiMessage message = response.aiMessage();
    if (message.hasToolExecutionRequests()) {
      return new Reply.Calls(
          message.toolExecutionRequests().stream()
              .map(
                  call ->
                      new ToolCall(
                          call.id() == null ? call.name() : call.id(),
                          call.name(),
                          call.arguments() == null ? "" : call.arguments()))
              .toList(),
          usage);
    }
    if (response.finishReason() == FinishReason.CONTENT_FILTER || message.text() == null) {
      return new Reply.Failed(
          FailureClass.BAD_OUTPUT,
          "the model gave no text: " + response.finishReason(),
          null,
          null);
    }
    return new Reply.Text(message.text(), usage);
  }

  private static long count(@Nullable Integer tokens) {
    return tokens == null ? 0 : tokens;
  }

  private static Reply.Failed failure(RuntimeException failed) {
    Duration retryAfter = null;
    int status = 0;
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof RetryAfterHttpClient.RefusedException refused) {
        retryAfter = refused.retryAfter();
      }
      if (cause instanceof HttpException http) {
        status = http.statusCode();
      }
    }
    return new Reply.Failed(classOf(failed, status), brief(failed, status), retryAfter, failed);
  }

  private static FailureClass classOf(RuntimeException failed, int status) {
    if (failed instanceof RateLimitException || status == 429 || status == 529) {
      return FailureClass.RATE_LIMITED;
    }
    if (failed instanceof TimeoutException || status == 408 || status == 504) {
      return FailureClass.TIMEOUT;
    }
    if (failed instanceof AuthenticationException || status == 401 || status == 403) {
      return FailureClass.AUTH;
    }
    if (status / 100 == 4) {
      return FailureClass.BAD_OUTPUT;
    }
    return status / 100 == 5 || isLost(failed) ? FailureClass.TRANSIENT : FailureClass.BAD_OUTPUT;
  }

  private static boolean isLost(Throwable failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof RetryAfterHttpClient.ConnectionLostException) {
        return true;
      }
    }
    return false;
  }

  /// Providers echo the request in errors; the first words say enough and leak little.
  private static String brief(RuntimeException failed, int status) {
    String message = failed.getClass().getSimpleName() + ": " + failed.getMessage();
    String cut = message.length() <= 300 ? message : message.substring(0, 299) + "…";
    return status == 0 ? cut : "HTTP " + status + ", " + cut;
  }
}
