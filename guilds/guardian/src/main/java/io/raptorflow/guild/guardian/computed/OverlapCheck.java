package io.raptorflow.guild.guardian.computed;

import io.raptorflow.campaign.Finding.Severity;
import io.raptorflow.guild.guardian.computed.ReviewSheet.Place;
import io.raptorflow.guild.guardian.computed.RuleEngine.Site;
import io.raptorflow.guild.guardian.text.FoldedText.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// G7-01: words in a row, and share of five-word runs, that a text has in common with a source.
final class OverlapCheck {
  private static final int RUN_MAX = 8;
  private static final int SHINGLE = 5;
  private static final double BLOCK = 0.25;
  private static final double WARN = 0.10;
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\d]+(?:['’-][\\p{L}\\d]+)*");
  static final String SOURCES =
      "source_texts|competitor_texts|sources.text|source_text|competitor_text|reference_text";

  private OverlapCheck() {}

  private record Token(String word, int start, int end) {}

  static void check(Site site) {
    List<List<Token>> sources =
        site.view().values(SOURCES).stream().map(OverlapCheck::tokens).toList();
    if (sources.isEmpty()) {
      return;
    }
    Map<String, List<int[]>> starts = new HashMap<>();
    Set<String> shingles = new HashSet<>();
    for (int s = 0; s < sources.size(); s++) {
      for (int i = 0; i + SHINGLE <= sources.get(s).size(); i++) {
        String shingle = shingle(sources.get(s), i);
        shingles.add(shingle);
        starts.computeIfAbsent(shingle, key -> new ArrayList<>()).add(new int[] {s, i});
      }
    }
    for (TextField field : site.view().copy()) {
      field(site, field, sources, starts, shingles);
    }
  }

  private static void field(
      Site site,
      TextField field,
      List<List<Token>> sources,
      Map<String, List<int[]>> starts,
      Set<String> shingles) {
    List<Token> own = tokens(field.text().original());
    int longest = 0;
    int from = 0;
    Set<String> ours = new HashSet<>();
    for (int i = 0; i + SHINGLE <= own.size(); i++) {
      String shingle = shingle(own, i);
      ours.add(shingle);
      for (int[] at : starts.getOrDefault(shingle, List.of())) {
        List<Token> source = sources.get(at[0]);
        int run = SHINGLE;
        while (i + run < own.size()
            && at[1] + run < source.size()
            && own.get(i + run).word().equals(source.get(at[1] + run).word())) {
          run++;
        }
        if (run > longest) {
          longest = run;
          from = i;
        }
      }
    }
    if (ours.isEmpty() || longest == 0) {
      return;
    }
    double share = ours.stream().filter(shingles::contains).count() / (double) ours.size();
    boolean blocks = longest >= RUN_MAX || share >= BLOCK;
    if (blocks || share >= WARN) {
      Span span = new Span(own.get(from).start(), own.get(from + longest - 1).end());
      site.sheet()
          .weigh(
              site.pack(),
              site.rule(),
              Place.of(site.view().asset(), field, span),
              "%d words in a row, %.0f %% of five-word runs".formatted(longest, share * 100),
              site.rule().message(),
              blocks ? Severity.BLOCK : Severity.WARN);
    }
  }

  private static String shingle(List<Token> tokens, int at) {
    StringBuilder shingle = new StringBuilder();
    for (int i = at; i < at + SHINGLE; i++) {
      shingle.append(tokens.get(i).word()).append(' ');
    }
    return shingle.toString();
  }

  private static List<Token> tokens(String text) {
    List<Token> tokens = new ArrayList<>();
    Matcher word = WORD.matcher(text);
    while (word.find()) {
      tokens.add(
          new Token(
              word.group().toLowerCase(Locale.ROOT).replace('’', '\''), word.start(), word.end()));
    }
    return tokens;
  }
}
