package io.raptorflow.guild.guardian.rules;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Words and phrases that are looked up in a text, in one pass however many there are. Immutable.
///
/// Case and accents do not count, hyphens and spaces are equal. With [Spelling#DISGUISED] digits
/// and signs that stand for letters are read as those, and letters written three times or more as
/// one.
public final class WordList {
  /// A list of nothing.
  public static final WordList EMPTY = new WordList(Map.of(), Spelling.PLAIN, Set.of());

  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{M}\\d]+(?:['’][\\p{L}]+)?");
  private static final Pattern DISGUISED =
      Pattern.compile("[\\p{L}\\p{M}\\d@$!*]+(?:['’][\\p{L}]+)?");
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern REPEATED = Pattern.compile("(\\p{L})\\1{2,}");

  private final Map<String, List<Term>> byFirst = new HashMap<>();
  private final Spelling spelling;
  private final Set<String> near;

  /// How words may be written.
  public enum Spelling {
    PLAIN,
    DISGUISED
  }

  private record Term(List<String> words, String instead) {}

  /// A find, in the places of the searched text.
  public record Match(int start, int end, String instead) {}

  /// @param terms what is looked for, to what to say instead; an empty text when there is none
  /// @param near words one of which must stand within three words; empty when none need
  public WordList(Map<String, String> terms, Spelling spelling, Collection<String> near) {
    this.spelling = spelling;
    this.near = Set.copyOf(near.stream().map(WordList::plain).toList());
    terms.forEach(
        (term, instead) -> {
          List<String> words = new ArrayList<>();
          Matcher matcher = PLAIN.matcher(term);
          while (matcher.find()) {
            words.add(plain(matcher.group()));
          }
          if (!words.isEmpty()) {
            byFirst
                .computeIfAbsent(words.getFirst(), first -> new ArrayList<>())
                .add(new Term(List.copyOf(words), instead));
          }
        });
  }

  public boolean isEmpty() {
    return byFirst.isEmpty();
  }

  private record Token(String word, int start, int end) {}

  /// Finds of the list in a folded text, longest first at each place, none overlapping.
  public List<Match> in(String text) {
    if (byFirst.isEmpty()) {
      return List.of();
    }
    List<Token> tokens = tokens(text);
    List<Match> found = new ArrayList<>();
    for (int at = 0; at < tokens.size(); at++) {
      Term best = null;
      for (Term term : byFirst.getOrDefault(tokens.get(at).word(), List.of())) {
        if ((best == null || term.words().size() > best.words().size())
            && stands(term, tokens, at, text)
            && isNear(tokens, at, term.words().size())) {
          best = term;
        }
      }
      if (best != null) {
        int last = at + best.words().size() - 1;
        found.add(new Match(tokens.get(at).start(), tokens.get(last).end(), best.instead()));
        at = last;
      }
    }
    return found;
  }

  private static boolean stands(Term term, List<Token> tokens, int at, String text) {
    List<String> words = term.words();
    if (at + words.size() > tokens.size()) {
      return false;
    }
    for (int i = 1; i < words.size(); i++) {
      Token before = tokens.get(at + i - 1);
      Token token = tokens.get(at + i);
      if (!token.word().equals(words.get(i))
          || !text.substring(before.end(), token.start()).matches("[\\s\\-_]{0,3}")) {
        return false;
      }
    }
    return true;
  }

  private boolean isNear(List<Token> tokens, int at, int size) {
    if (near.isEmpty()) {
      return true;
    }
    int from = Math.max(0, at - 3);
    int to = Math.min(tokens.size(), at + size + 3);
    for (int i = from; i < to; i++) {
      if ((i < at || i >= at + size) && near.contains(tokens.get(i).word())) {
        return true;
      }
    }
    return false;
  }

  private List<Token> tokens(String text) {
    List<Token> tokens = new ArrayList<>();
    Matcher matcher = (spelling == Spelling.PLAIN ? PLAIN : DISGUISED).matcher(text);
    while (matcher.find()) {
      String word = plain(matcher.group());
      if (spelling == Spelling.DISGUISED && !byFirst.containsKey(word)) {
        word = undisguised(word);
      }
      tokens.add(new Token(word, matcher.start(), matcher.end()));
    }
    return tokens;
  }

  private static String plain(String word) {
    String lower = word.toLowerCase(Locale.ROOT).replace('’', '\'');
    boolean ascii = lower.chars().allMatch(c -> c < 0x80);
    return ascii
        ? lower
        : MARKS.matcher(Normalizer.normalize(lower, Normalizer.Form.NFKD)).replaceAll("");
  }

  /// `sh1t` and `shiiiit` are read as `shit`; a word without a letter stays as it is.
  private static String undisguised(String word) {
    if (word.chars().noneMatch(Character::isLetter)) {
      return word;
    }
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      switch (c) {
        case '0' -> letters.append('o');
        case '1', '!' -> letters.append('i');
        case '3' -> letters.append('e');
        case '4', '@' -> letters.append('a');
        case '5', '$' -> letters.append('s');
        case '7' -> letters.append('t');
        default -> letters.append(c);
      }
    }
    while (!letters.isEmpty() && word.endsWith("!") && letters.length() == word.length()) {
      // A closing exclamation mark is punctuation.
      letters.setLength(letters.length() - 1);
      break;
    }
    return REPEATED.matcher(letters).replaceAll("$1");
  }
}
