package io.raptorflow.guild.muse.output;

import io.raptorflow.agent.TaskInputs;
import io.raptorflow.agent.offline.text.CopyRules;
import io.raptorflow.agent.offline.text.Similarity;
import io.raptorflow.agent.offline.text.TextWidth;
import io.raptorflow.agent.offline.text.Words;
import io.raptorflow.campaign.BrandBrief;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Collects what is wrong with a piece of copy. Made anew for each check.
final class CopyCheck {
  /// Two headlines of one set must be less alike than this (Jaro-Winkler).
  static final double LIKENESS_MAX = 0.80;

  private final Optional<CopyRules> rules;
  private final List<String> problems = new ArrayList<>();

  CopyCheck(TaskInputs inputs) {
    BrandBrief brief = inputs.brief();
    rules = brief == null ? Optional.empty() : Optional.of(new CopyRules(brief, avoid(inputs)));
  }

  /// Words that the brand-voice card adds to those which the brief avoids.
  static List<String> avoid(TaskInputs inputs) {
    List<String> avoid = new ArrayList<>();
    for (JsonNode word :
        inputs.document("brand_voice").map(v -> v.path("avoid")).stream().toList()) {
      word.values().stream().map(w -> w.asString("")).filter(w -> !w.isBlank()).forEach(avoid::add);
    }
    return avoid;
  }

  List<String> problems() {
    return List.copyOf(problems);
  }

  void require(boolean holds, String problem) {
    if (!holds) {
      problems.add(problem);
    }
  }

  /// A published text: not blank, inside its limit, free of what the rules forbid.
  void text(String field, String text, int limit) {
    require(!text.isBlank(), field + " is blank");
    int width = TextWidth.google(text);
    require(width <= limit, "%s '%s' is %d wide, at most %d".formatted(field, text, width, limit));
    words(field, text);
  }

  /// Only the rules about words.
  void words(String field, String text) {
    rules.ifPresent(r -> r.breaches(text).forEach(breach -> problems.add(field + ": " + breach)));
  }

  /// Claims must be named where they are made, exist, and hold until the last day of the flight.
  void claims(String field, String text, List<String> claimIds) {
    if (rules.isEmpty()) {
      return;
    }
    for (String id : claimIds) {
      require(
          rules.get().validClaims().contains(id),
          "%s names claim '%s', which the brief does not prove until the last day of the flight"
              .formatted(field, id));
    }
    for (String id : rules.get().claimsIn(text)) {
      require(claimIds.contains(id), field + " makes claim '" + id + "' without naming it");
    }
  }

  /// All different, and no two nearly alike.
  void distinct(String field, List<String> texts) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i);
      require(seen.add(Words.normal(text)), "%s[%d] '%s' comes twice".formatted(field, i, text));
      for (int j = 0; j < i; j++) {
        double likeness = Similarity.jaroWinkler(texts.get(j), text);
        boolean alike = likeness >= LIKENESS_MAX && likeness < 1;
        require(
            !alike,
            "%s[%d] '%s' is nearly '%s': Jaro-Winkler %.2f, below %.2f is needed"
                .formatted(field, i, text, texts.get(j), likeness, LIKENESS_MAX));
      }
    }
  }

  /// Enough with the keyword and enough without.
  void keyword(String field, List<String> texts, String keyword, int least) {
    long with = texts.stream().filter(text -> Words.holds(text, keyword)).count();
    require(
        with >= least,
        "%s: %d hold the keyword '%s', at least %d are needed"
            .formatted(field, with, keyword, least));
    require(
        texts.size() - with >= least,
        "%s: %d do without the keyword '%s', at least %d are needed"
            .formatted(field, texts.size() - with, keyword, least));
  }
}
