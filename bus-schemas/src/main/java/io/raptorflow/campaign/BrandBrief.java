package io.raptorflow.campaign;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A brand brief, checked: schema `brand-brief/1`. Read one with [BriefReader].
///
/// @param channels allowed channels that we know, in the order of the brief
/// @param sources logical table name (`kpi_csv`) to file name, as the brief gives them
public record BrandBrief(
    Brand brand,
    Product product,
    Audience audience,
    Objective objective,
    Budget budget,
    List<String> channels,
    List<String> competitors,
    Compliance compliance,
    Map<String, String> sources) {

  public BrandBrief {
    channels = List.copyOf(channels);
    competitors = List.copyOf(competitors);
    sources = Map.copyOf(sources);
  }

  /// @param fictitious whether the brand is invented, as samples are
  public record Brand(
      String id,
      String name,
      boolean fictitious,
      String url,
      String category,
      String businessModel,
      List<String> markets,
      List<String> languages,
      Voice voice,
      Visual visual) {
    public Brand {
      markets = List.copyOf(markets);
      languages = List.copyOf(languages);
    }
  }

  /// @param gradeMax highest Flesch-Kincaid grade that copy may have
  /// @param sample a line in the brand's own voice; may be empty
  public record Voice(List<String> traits, List<String> avoid, int gradeMax, String sample) {
    public Voice {
      traits = List.copyOf(traits);
      avoid = List.copyOf(avoid);
    }
  }

  /// Colours as `#RRGGBB`; empty when not given.
  public record Visual(String primary, String accent, String textOnLight, String font) {}

  /// @param price null when the brief gives none
  public record Product(
      String name,
      String type,
      @Nullable Price price,
      List<String> features,
      List<Proof> proofs,
      List<String> notAllowedClaims) {
    public Product {
      features = List.copyOf(features);
      proofs = List.copyOf(proofs);
      notAllowedClaims = List.copyOf(notAllowedClaims);
    }
  }

  /// @param currency ISO 4217
  /// @param period `year`, `month` or empty for a one-off price
  /// @param lowest30d lowest price of the last 30 days, null when unknown
  public record Price(
      BigDecimal amount, String currency, String period, @Nullable BigDecimal lowest30d) {}

  /// A claim that has evidence until `expires` (inclusive); null means no end.
  public record Proof(String id, String claim, String evidence, @Nullable LocalDate expires) {

    /// Whether the proof still holds on the last day of a flight.
    public boolean holdsUntil(LocalDate lastDay) {
      return expires == null || !expires.isBefore(lastDay);
    }
  }

  public record Audience(List<Segment> segments, List<String> exclude) {
    public Audience {
      segments = List.copyOf(segments);
      exclude = List.copyOf(exclude);
    }
  }

  public record Segment(
      String name, String age, List<String> pains, List<String> triggers, List<String> committee) {
    public Segment {
      pains = List.copyOf(pains);
      triggers = List.copyOf(triggers);
      committee = List.copyOf(committee);
    }
  }

  /// @param guardrails limits by name as the brief spells them, for example `cpa_max`
  public record Objective(
      String type,
      String kpi,
      BigDecimal target,
      LocalDate from,
      LocalDate to,
      Map<String, BigDecimal> guardrails) {
    public Objective {
      guardrails = Collections.unmodifiableMap(new TreeMap<>(guardrails));
    }
  }

  /// @param testReservePercent share kept for tests, 0 to 100
  public record Budget(
      BigDecimal total,
      String currency,
      Map<String, BigDecimal> floor,
      Map<String, BigDecimal> cap,
      BigDecimal testReservePercent) {
    public Budget {
      floor = Collections.unmodifiableMap(new TreeMap<>(floor));
      cap = Collections.unmodifiableMap(new TreeMap<>(cap));
    }
  }

  /// @param listSource where the addresses of mails come from, in the brief's words; may be empty
  public record Compliance(
      List<String> regions,
      List<String> packs,
      String legalFooter,
      boolean aiGeneratedPeople,
      String listSource) {
    public Compliance {
      regions = List.copyOf(regions);
      packs = List.copyOf(packs);
    }
  }

  /// First language of the brief.
  public String locale() {
    return brand.languages().getFirst();
  }

  /// Proofs that hold on the last day of the flight.
  public List<Proof> validProofs() {
    return product.proofs().stream().filter(p -> p.holdsUntil(objective.to())).toList();
  }
}
