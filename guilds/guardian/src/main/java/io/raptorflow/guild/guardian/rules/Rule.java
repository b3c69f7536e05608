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
/// @param platforms platforms that it is about; empty means all
/// @param confidence `A`, `A*`, `T` or `M`
/// @param patterns what a lexical rule looks for in folded text
/// @param exceptions what overlaps with a match and lifts it
public record Rule(
    String id,
    String variant,
    Kind kind,
    Severity severity,
    Map<String, Severity> severityIn,
    List<String> platforms,
    String limit,
    String message,
    String fix,
    String source,
    String confidence,
    LocalDate checked,
    List<Pattern> patterns,
    List<Pattern> exceptions) {

  /// How a rule decides.
  public enum Kind {
    /// Code measures it.
    MEASURED,
    /// A list of expressions finds it.
    LEXICAL
  }

  public Rule {
    severityIn = Map.copyOf(severityIn);
    platforms = List.copyOf(platforms);
    patterns = List.copyOf(patterns);
    exceptions = List.copyOf(exceptions);
    if ((kind == Kind.LEXICAL) == patterns.isEmpty()) {
      throw new IllegalArgumentException(
          "rule " + id + " is " + kind + " and has " + patterns.size() + " patterns");
    }
    if (!Set.of("A", "A*", "T", "M").contains(confidence)) {
      throw new IllegalArgumentException(
          "confidence of rule " + id + " must be A, A*, T or M, was " + confidence);
    }
  }

  /// Whether the rule is about a platform; a null platform stands for copy that is no ad.
  public boolean concerns(@Nullable String platform) {
    return platforms.isEmpty() || (platform != null && platforms.contains(platform));
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
