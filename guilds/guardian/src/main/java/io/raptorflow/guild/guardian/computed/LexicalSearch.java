package io.raptorflow.guild.guardian.computed;

import io.raptorflow.guild.guardian.rules.Check.Lexical;
import io.raptorflow.guild.guardian.rules.Check.Negation;
import io.raptorflow.guild.guardian.rules.WordList;
import io.raptorflow.guild.guardian.text.FoldedText.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds what a lexical rule looks for, and leaves out what its exceptions lift.
final class LexicalSearch {
  /// A negation and at most three words, up to the match.
  private static final Pattern NEGATED =
      Pattern.compile(
          "(?iu)(?<![\\p{L}'])(?:not|never|no|nor|without|neither|cannot|\\p{L}+n't|non|nobody|none|rarely|hardly|seldom|avoid|isnt|niemand|personne|kein\\w{0,2}|nicht|nie|"
              + "ohne|pas|jamais|sans|aucun\\w?|nunca|sin|senza|mai|niet|geen|zonder)(?!\\p{L})"
              + "(?! (?:only|just|nur|doubt|wonder|matter)\\b)(?:[^\\p{L}\\d.!?;]{1,3}[\\p{L}\\d'-]+){0,3}[^\\p{L}\\d.!?;]{0,4}$");

  private static final int BEFORE_MAX = 80;

  /// Most matches of one rule in one text; more say nothing new.
  private static final int HITS_MAX = 500;

  private LexicalSearch() {}

  /// A find with what the list says instead, or an empty text.
  record Hit(Span span, String instead) {}

  static List<Hit> in(Lexical rule, TextField field, AssetView asset) {
    String text = field.text().folded();
    List<int[]> raw = new ArrayList<>();
    List<String> instead = new ArrayList<>();
    for (Pattern pattern : rule.patterns()) {
      Matcher matcher = pattern.matcher(text);
      while (raw.size() < HITS_MAX && matcher.find()) {
        raw.add(new int[] {matcher.start(), matcher.end()});
        instead.add("");
      }
    }
    for (WordList.Match match : rule.words().in(text)) {
      if (asset.isOwnSubject(text.substring(match.start(), match.end()))) {
        continue;
      }
      if (raw.size() < HITS_MAX) {
        raw.add(new int[] {match.start(), match.end()});
        instead.add(match.instead());
      }
    }
    if (raw.isEmpty()) {
      return List.of();
    }
    List<int[]> lifted = new ArrayList<>();
    for (Pattern exception : rule.exceptions()) {
      Matcher matcher = exception.matcher(text);
      while (matcher.find()) {
        lifted.add(new int[] {matcher.start(), matcher.end()});
      }
    }
    List<Hit> hits = new ArrayList<>();
    for (int i = 0; i < raw.size(); i++) {
      int[] at = raw.get(i);
      Span span = field.text().span(at[0], at[1]);
      if (lifted.stream().noneMatch(other -> at[0] < other[1] && other[0] < at[1])
          && hits.stream().noneMatch(hit -> hit.span().overlaps(span))
          && !isNegated(rule, text, at[0])
          && !isExcused(rule, text, at, asset)) {
        hits.add(new Hit(span, instead.get(i)));
      }
    }
    return hits;
  }

  private static boolean isNegated(Lexical rule, String text, int start) {
    return rule.negation() == Negation.LIFTS
        && NEGATED.matcher(text.substring(Math.max(0, start - BEFORE_MAX), start)).find();
  }

  private static boolean isExcused(Lexical rule, String text, int[] at, AssetView asset) {
    if (rule.unless().isEmpty()) {
      return false;
    }
    String around =
        switch (rule.reach()) {
          case SENTENCE -> text.substring(sentenceStart(text, at[0]), sentenceEnd(text, at[1]));
          case FIELD -> text;
          case ASSET ->
              String.join("\n", asset.copy().stream().map(copy -> copy.text().folded()).toList());
        };
    return rule.unless().stream().anyMatch(pattern -> pattern.matcher(around).find());
  }

  static int sentenceStart(String text, int at) {
    for (int i = at - 1; i > 0; i--) {
      if (isEnd(text, i)) {
        return i + 1;
      }
    }
    return 0;
  }

  static int sentenceEnd(String text, int at) {
    for (int i = at; i < text.length(); i++) {
      if (isEnd(text, i)) {
        return i + 1;
      }
    }
    return text.length();
  }

  private static boolean isEnd(String text, int at) {
    char c = text.charAt(at);
    return c == '\n'
        || ((c == '.' || c == '!' || c == '?' || c == '…' || c == '。')
            && (at + 1 == text.length() || !Character.isLetterOrDigit(text.charAt(at + 1))));
  }
}
