package io.raptorflow.guild.guardian.computed;

import io.raptorflow.guild.guardian.text.FoldedText;
import io.raptorflow.guild.guardian.text.FoldedText.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The claims that a brief forbids, found also inflected, hyphenated, with a few words between, and
/// in the other order.
final class ForbiddenClaims {
  private static final Pattern QUALIFIER = Pattern.compile("\\s*\\([^)]*\\)");
  private static final Pattern ENDING =
      Pattern.compile("(?:ations?|ates?|ated|ating|ies|ings?|ed|es|s|e|y)$");
  private static final int STEM_MIN = 4;

  private final List<Claim> claims = new ArrayList<>();

  /// @param words as the brief writes them
  record Claim(String words, List<Pattern> patterns) {

    /// Whether the brief forbids it only under a condition, in brackets; a pack that can tell may
    /// then speak first.
    boolean isQualified() {
      return QUALIFIER.matcher(words).find();
    }
  }

  ForbiddenClaims(List<String> notAllowed) {
    for (String words : notAllowed) {
      String plain =
          FoldedText.of(QUALIFIER.matcher(words).replaceAll(""))
              .folded()
              .toLowerCase(Locale.ROOT)
              .strip();
      List<String> stems = new ArrayList<>();
      for (String word : plain.split("[\\s\\-_]+", -1)) {
        if (!word.isEmpty()) {
          stems.add(stem(word));
        }
      }
      if (!stems.isEmpty()) {
        List<Pattern> patterns = new ArrayList<>();
        patterns.add(joined(stems));
        if (stems.size() == 2) {
          patterns.add(joined(stems.reversed()));
        }
        claims.add(new Claim(words, patterns));
      }
    }
  }

  private static Pattern joined(List<String> stems) {
    return Pattern.compile(
        "(?<![\\p{L}\\d])"
            + String.join("(?:[\\s\\-_,:]{1,4}[\\p{L}\\d']+){0,3}?[\\s\\-_,:]{0,4}", stems)
            + "(?![\\p{L}\\d])",
        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  private static String stem(String word) {
    Matcher ending = ENDING.matcher(word);
    if (ending.find() && ending.start() >= STEM_MIN) {
      return Pattern.quote(word.substring(0, ending.start())) + "\\p{L}{0,6}";
    }
    return word.length() >= STEM_MIN ? Pattern.quote(word) + "\\p{L}{0,4}" : Pattern.quote(word);
  }

  /// A forbidden claim in a text.
  record Hit(Claim claim, Span span) {}

  List<Hit> in(TextField field) {
    List<Hit> hits = new ArrayList<>();
    for (Claim claim : claims) {
      for (Pattern pattern : claim.patterns()) {
        Matcher matcher = pattern.matcher(field.text().folded());
        while (matcher.find()) {
          Span span = field.text().span(matcher.start(), matcher.end());
          if (hits.stream().noneMatch(hit -> hit.claim() == claim && hit.span().overlaps(span))) {
            hits.add(new Hit(claim, span));
          }
        }
      }
    }
    return hits;
  }
}
