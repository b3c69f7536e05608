package io.raptorflow.agent.langchain;

import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.googleai.GoogleAiGeminiChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.raptorflow.agent.AgentFile.Tier;
import io.raptorflow.agent.Model;
import io.raptorflow.agent.ModelGateway.PricedModel;
import io.raptorflow.agent.langchain.ModelSettings.Access;
import io.raptorflow.agent.langchain.ModelSettings.Choice;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Builds the models that settings name, each with a limit of calls at once that follows what its
/// provider bears.
public final class ModelRoutes {
  private ModelRoutes() {}

  /// Models for every tier: the configured ones, or `offline` alone when none is configured. A
  /// configured tier never falls back to the offline model: people must not take its text for an
  /// LLM's.
  ///
  /// @param meters gets the state of each limit as gauges, tagged with the model
  public static Map<Tier, List<PricedModel>> of(
      ModelSettings settings, Model offline, InstantSource clock, MeterRegistry meters) {
    Map<Tier, List<PricedModel>> routes = new EnumMap<>(Tier.class);
    // Tiers that name the same model share what it bears.
    Map<String, CallLimit> limits = new HashMap<>();
    for (Tier tier : List.of(Tier.VOLUME, Tier.STANDARD, Tier.COUNCIL)) {
      routes.put(
          tier,
          settings
              .choices(tier)
              .map(
                  choices ->
                      choices.stream()
                          .map(choice -> model(choice, settings, limits, clock))
                          .toList())
              .orElse(List.of(new PricedModel(offline, BigDecimal.ZERO, BigDecimal.ZERO))));
    }
    limits.forEach((model, limit) -> measure(model, limit, meters));
    return routes;
  }

  private static void measure(String model, CallLimit limit, MeterRegistry meters) {
    Tags tags = Tags.of("model", model);
    meters.gauge("raptor.model.places", tags, limit, CallLimit::places);
    meters.gauge("raptor.model.under.way", tags, limit, CallLimit::underWay);
    meters.gauge("raptor.model.waiting", tags, limit, CallLimit::waiting);
    meters.gauge(
        "raptor.model.closed.seconds", tags, limit, one -> one.closedFor().toMillis() / 1_000.0);
  }

  private static PricedModel model(
      Choice choice, ModelSettings settings, Map<String, CallLimit> limits, InstantSource clock) {
    Access access = Objects.requireNonNull(settings.access().get(choice.provider()));
    ChatModel chat =
        switch (choice.provider()) {
          case "openai" -> openAi(choice, access, settings, clock);
          case "anthropic" -> anthropic(choice, access, settings, clock);
          case "gemini" -> gemini(choice, access, settings, clock);
          default -> throw new IllegalArgumentException("no provider " + choice.provider());
        };
    String name = choice.provider() + ":" + choice.model();
    CallLimit limit = limits.computeIfAbsent(name, _ -> new CallLimit(clock));
    return new PricedModel(
        new LimitedModel(new LangChainModel(name, chat), limit),
        choice.promptUsd(),
        choice.completionUsd());
  }

  private static ChatModel openAi(
      Choice choice, Access access, ModelSettings settings, InstantSource clock) {
    var builder =
        OpenAiChatModel.builder()
            .httpClientBuilder(new RetryAfterHttpClient.Builder(clock))
            .apiKey(access.key().isEmpty() ? "none" : access.key())
            .modelName(choice.model())
            .strictJsonSchema(true)
            .supportedCapabilities(Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA))
            .timeout(settings.timeout())
            .maxRetries(0);
    if (!access.baseUrl().isEmpty()) {
      builder.baseUrl(access.baseUrl());
    }
    return builder.build();
  }

  private static ChatModel anthropic(
      Choice choice, Access access, ModelSettings settings, InstantSource clock) {
    var builder =
        AnthropicChatModel.builder()
            .httpClientBuilder(new RetryAfterHttpClient.Builder(clock))
            .apiKey(access.key().isEmpty() ? "none" : access.key())
            .modelName(choice.model())
            .supportedCapabilities(Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA))
            .timeout(settings.timeout())
            .maxRetries(0);
    if (!access.baseUrl().isEmpty()) {
      builder.baseUrl(access.baseUrl());
    }
    return builder.build();
  }

  private static ChatModel gemini(
      Choice choice, Access access, ModelSettings settings, InstantSource clock) {
    var builder =
        GoogleAiGeminiChatModel.builder()
            .httpClientBuilder(new RetryAfterHttpClient.Builder(clock))
            .apiKey(access.key().isEmpty() ? "none" : access.key())
            .modelName(choice.model())
            .supportedCapabilities(Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA))
            .timeout(settings.timeout())
            .maxRetries(0);
    if (!access.baseUrl().isEmpty()) {
      builder.baseUrl(access.baseUrl());
    }
    return builder.build();
  }
}
