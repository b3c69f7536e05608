package io.raptorflow.agent.langchain;

import io.raptorflow.agent.AgentFile.Tier;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Which models answer which tier, from the environment.
///
/// `RAPTOR_MODEL_VOLUME`, `_STANDARD` and `_COUNCIL` each hold a comma-separated list, best first,
/// of `provider:model@promptUsd/completionUsd` (US dollars per million tokens), for example
/// `openai:gpt-5-mini@0.25/2.00`. Providers: `openai` (any compatible endpoint), `anthropic`,
/// `gemini`. Keys come from `OPENAI_API_KEY`, `ANTHROPIC_API_KEY`, `GEMINI_API_KEY`, endpoints from
/// `OPENAI_BASE_URL`, `ANTHROPIC_BASE_URL`, `GEMINI_BASE_URL`. With no tier set, no language model
/// is used. A tier that is not set takes the next stronger one that is, then the next weaker.
///
/// @param timeout longest wait for one answer
public record ModelSettings(
    Map<Tier, List<Choice>> tiers, Map<String, Access> access, Duration timeout) {
  private static final List<String> PROVIDERS = List.of("openai", "anthropic", "gemini");

  public ModelSettings {
    tiers = Map.copyOf(tiers);
    access = Map.copyOf(access);
  }

  /// One model of one provider.
  ///
  /// @param promptUsd US dollars per million prompt tokens
  /// @param completionUsd US dollars per million completion tokens
  public record Choice(
      String provider, String model, BigDecimal promptUsd, BigDecimal completionUsd) {}

  /// How a provider is reached.
  ///
  /// @param baseUrl endpoint; empty for the provider's own
  public record Access(String baseUrl, String key) {
    /// Never shows the key.
    @Override
    public String toString() {
      return "Access[baseUrl=" + baseUrl + ", key=" + (key.isEmpty() ? "none" : "set") + "]";
    }
  }

  /// Reads the environment.
  ///
  /// @throws IllegalArgumentException naming the variable and the rule it breaks
  public static ModelSettings from(Map<String, String> environment) {
    Map<Tier, List<Choice>> tiers = new EnumMap<>(Tier.class);
    for (Tier tier : List.of(Tier.VOLUME, Tier.STANDARD, Tier.COUNCIL)) {
      String variable = "RAPTOR_MODEL_" + tier;
      String value = environment.getOrDefault(variable, "").strip();
      if (!value.isEmpty()) {
        tiers.put(tier, choices(variable, value));
      }
    }
    Map<String, Access> access = new TreeMap<>();
    for (String provider : PROVIDERS) {
      String prefix = provider.toUpperCase(Locale.ROOT);
      access.put(
          provider,
          new Access(
              environment.getOrDefault(prefix + "_BASE_URL", ""),
              environment.getOrDefault(prefix + "_API_KEY", "")));
    }
    tiers.forEach(
        (tier, choices) ->
            choices.forEach(
                choice -> {
                  Access how = access.get(choice.provider());
                  if (how == null || (how.key().isEmpty() && how.baseUrl().isEmpty())) {
                    throw new IllegalArgumentException(
                        "RAPTOR_MODEL_%s names %s, but %s_API_KEY is not set"
                            .formatted(
                                tier,
                                choice.provider(),
                                choice.provider().toUpperCase(Locale.ROOT)));
                  }
                }));
    String seconds = environment.getOrDefault("RAPTOR_MODEL_TIMEOUT_SECONDS", "60");
    return new ModelSettings(tiers, access, Duration.ofSeconds(Long.parseLong(seconds)));
  }

  private static List<Choice> choices(String variable, String value) {
    List<Choice> choices = new ArrayList<>();
    for (String entry : value.split(",")) {
      String[] sides = entry.strip().split("@", 2);
      String[] names = sides[0].split(":", 2);
      String[] prices = sides.length == 2 ? sides[1].split("/", 2) : new String[0];
      if (names.length != 2 || prices.length != 2 || !PROVIDERS.contains(names[0])) {
        throw new IllegalArgumentException(
            "%s must list provider:model@promptUsd/completionUsd with a provider of %s, was '%s'"
                .formatted(variable, PROVIDERS, entry.strip()));
      }
      choices.add(
          new Choice(names[0], names[1], price(variable, prices[0]), price(variable, prices[1])));
    }
    return choices;
  }

  private static BigDecimal price(String variable, String text) {
    try {
      BigDecimal price = new BigDecimal(text.strip());
      if (price.signum() >= 0) {
        return price;
      }
    } catch (NumberFormatException notNumber) {
      throw new IllegalArgumentException(variable + ": no price: '" + text + "'", notNumber);
    }
    throw new IllegalArgumentException(variable + ": a price must not be negative: " + text);
  }

  /// Models of a tier, or of the nearest tier that has some; empty when none is configured.
  public Optional<List<Choice>> choices(Tier tier) {
    List<Tier> order =
        switch (tier) {
          case VOLUME -> List.of(Tier.VOLUME, Tier.STANDARD, Tier.COUNCIL);
          case STANDARD -> List.of(Tier.STANDARD, Tier.COUNCIL, Tier.VOLUME);
          case COUNCIL -> List.of(Tier.COUNCIL, Tier.STANDARD, Tier.VOLUME);
          case NONE -> List.of();
        };
    return order.stream().filter(tiers::containsKey).findFirst().map(tiers::get);
  }
}
