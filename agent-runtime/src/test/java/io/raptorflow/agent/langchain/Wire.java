package io.raptorflow.agent.langchain;

import io.raptorflow.bus.CanonicalJson;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How each provider wraps a model's text, as their API references show it.
enum Wire {
  OPENAI("openai") {
    @Override
    String answer(String text) {
      return CanonicalJson.write(
          Map.of(
              "id",
              "c1",
              "object",
              "chat.completion",
              "created",
              1,
              "model",
              "m",
              "choices",
              List.of(
                  Map.of(
                      "index",
                      0,
                      "finish_reason",
                      "stop",
                      "message",
                      Map.of("role", "assistant", "content", text))),
              "usage",
              Map.of("prompt_tokens", 11, "completion_tokens", 7, "total_tokens", 18)));
    }
  },
  ANTHROPIC("anthropic") {
    @Override
    String answer(String text) {
      return CanonicalJson.write(
          Map.of(
              "id",
              "m1",
              "type",
              "message",
              "role",
              "assistant",
              "model",
              "m",
              "content",
              List.of(Map.of("type", "text", "text", text)),
              "stop_reason",
              "end_turn",
              "usage",
              Map.of("input_tokens", 11, "output_tokens", 7)));
    }
  },
  GEMINI("gemini") {
    @Override
    String answer(String text) {
      return CanonicalJson.write(
          Map.of(
              "candidates",
              List.of(
                  Map.of(
                      "finishReason",
                      "STOP",
                      "content",
                      Map.of("role", "model", "parts", List.of(Map.of("text", text))))),
              "usageMetadata",
              Map.of("promptTokenCount", 11, "candidatesTokenCount", 7, "totalTokenCount", 18)));
    }
  };

  final String provider;

  Wire(String provider) {
    this.provider = provider;
  }

  abstract String answer(String text);

  /// Settings for one model of this provider at a stub.
  ModelSettings at(StubProvider stub) {
    String prefix = provider.toUpperCase(Locale.ROOT);
    return ModelSettings.from(
        Map.of(
            "RAPTOR_MODEL_STANDARD",
            provider + ":m@1.00/2.00",
            prefix + "_BASE_URL",
            stub.url(),
            prefix + "_API_KEY",
            "test-key",
            "RAPTOR_MODEL_TIMEOUT_SECONDS",
            "1"));
  }
}
