package io.raptorflow.guild.guardian.rules;

import io.raptorflow.campaign.Finding.Severity;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One rule of a pack.
///
/// @param variant tells rules of the same id apart; empty when there is one
/// @param severity weight once its source is confirmed
/// @param severityIn weight by region; `*` stands for every other region
/// @param confidence `A`, `A*`, `T` or `M`
public record Rule(
    String id,
    String variant,
    Severity severity,
    Map<String, Severity> severityIn,
    Scope scope,
    Check check,
    String limit,
    String message,
    String fix,
    String source,
    String confidence,
    LocalDate checked) {

  /// What a rule is about; an empty list or set means everything.
  ///
  /// @param types types of assets
  /// @param notTypes types of assets that it leaves alone
  /// @param regions laws one of which must hold for the brief
  /// @param languages languages of the copy, ISO 639-1
  /// @param when what must hold of the asset
  /// @param from first day in force; null when it always was
  public record Scope(
      List<String> platforms,
      Set<String> types,
      Set<String> notTypes,
      Set<String> regions,
      Set<String> languages,
      List<Condition> when,
      @Nullable LocalDate from) {
    public Scope {
      platforms = List.copyOf(platforms);
      types = Set.copyOf(types);
      notTypes = Set.copyOf(notTypes);
      regions = Set.copyOf(regions);
      languages = Set.copyOf(languages);
      when = List.copyOf(when);
    }
  }

  public Rule {
    severityIn = Map.copyOf(severityIn);
    if (!Set.of("A", "A*", "T", "M").contains(confidence)) {
      throw new IllegalArgumentException(
          "confidence of rule " + id + " must be A, A*, T or M, was " + confidence);
    }
  }

  /// What a lexical rule looks for in folded text; empty for other rules.
  public List<Pattern> patterns() {
    return check instanceof Check.Lexical lexical ? lexical.patterns() : List.of();
  }

  public boolean isLexical() {
    return check instanceof Check.Lexical;
  }

  /// Whether the rule is about a platform; a null platform stands for copy that is no ad.
  public boolean concerns(@Nullable String platform) {
    return scope.platforms().isEmpty()
        || (platform != null && scope.platforms().contains(platform));
  }

  /// Weight in the heaviest of some regions, before its source is considered.
  public Severity severityFor(Set<String> regions) {
    if (severityIn.isEmpty() || regions.isEmpty()) {
      return severity;
    }
    Severity heaviest = Severity.INFO;
    for (String region : regions) {
      Severity here = severityIn.getOrDefault(region, severityIn.getOrDefault("*", severity));
      if (here.compareTo(heaviest) < 0) {
        heaviest = here;
      }
    }
    return heaviest;
  }

  /// Whether the source was read at its owner's, so that the rule may block.
  public boolean isConfirmed() {
    return confidence.startsWith("A");
  }
}
