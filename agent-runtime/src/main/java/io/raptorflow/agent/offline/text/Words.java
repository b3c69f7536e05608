package io.raptorflow.agent.offline.text;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Small operations on English words that every frame needs.
public final class Words {
  private static final Pattern NOT_WORD = Pattern.compile("[^\\p{L}\\p{N}%£$€]+");
  private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.?!])\\s+|\\n+");
  private static final Pattern VOWELS = Pattern.compile("[aeiouy]+");
  private static final Set<String> PROPER =
      Set.copyOf(
          List.of(
              ("english british scottish welsh irish german french spanish italian dutch danish"
                      + " swedish norwegian finnish polish greek turkish swiss austrian"
                      + " belgian american canadian mexican brazilian indian chinese japanese korean thai"
                      + " australian european african asian monday tuesday wednesday thursday friday saturday"
                      + " sunday january february april june july august september october november"
                      + " december christmas easter bluetooth google android windows excel oxford"
                      + " london")
                  .split(" ")));
  private static final Set<String> AN_BEFORE_H = Set.of("hour", "honest", "heir", "honour");

  private Words() {}

  /// Words in lower case with single spaces, without punctuation: two texts that differ only in
  /// look have the same normal form.
  public static String normal(String text) {
    String folded = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    return NOT_WORD.matcher(folded).replaceAll(" ").strip();
  }

  /// Words of the normal form.
  public static List<String> of(String text) {
    String normal = normal(text);
    return normal.isEmpty() ? List.of() : List.of(normal.split(" "));
  }

  /// Whether the words of `part` stand in `whole`, in order and next to each other.
  public static boolean holds(String whole, String part) {
    String needle = normal(part);
    return !needle.isEmpty() && (" " + normal(whole) + " ").contains(" " + needle + " ");
  }

  /// Sentences of a text, split after `.`, `?`, `!` and at line ends.
  public static List<String> sentences(String text) {
    return SENTENCE_END
        .splitAsStream(text)
        .map(String::strip)
        .filter(sentence -> !sentence.isEmpty())
        .toList();
  }

  /// The text with a capital at its beginning and after each sentence end; a word that already
  /// holds capitals (`iOS`) keeps its form.
  public static String sentenceCase(String text) {
    StringBuilder out = new StringBuilder(text);
    boolean start = true;
    for (int i = 0; i < out.length(); i++) {
      char c = out.charAt(i);
      if (start && !Character.isWhitespace(c)) {
        int end = i;
        boolean plain = true;
        while (end < out.length() && Character.isLetter(out.charAt(end))) {
          plain &= Character.isLowerCase(out.charAt(end));
          end++;
        }
        if (end > i && plain) {
          out.setCharAt(i, Character.toUpperCase(c));
        }
        start = false;
      }
      boolean ends = c == '.' || c == '?';
      start |= ends && i + 1 < out.length() && Character.isWhitespace(out.charAt(i + 1));
    }
    return out.toString();
  }

  /// The phrase as it stands inside a sentence: first letter small unless it is a name or an
  /// acronym.
  public static String inSentence(String phrase) {
    int end = 0;
    while (end < phrase.length() && Character.isLetter(phrase.charAt(end))) {
      end++;
    }
    if (end == 0) {
      return phrase;
    }
    String first = phrase.substring(0, end);
    boolean acronym = end > 1 && first.chars().skip(1).anyMatch(Character::isUpperCase);
    boolean letter =
        end == 1 && !first.equals("A") && end < phrase.length() && phrase.charAt(end) == '-';
    if (acronym || letter || PROPER.contains(first.toLowerCase(Locale.ROOT))) {
      return phrase;
    }
    return Character.toLowerCase(phrase.charAt(0)) + phrase.substring(1);
  }

  /// `a` or `an`, by the sound that the phrase probably begins with.
  public static String article(String phrase) {
    String first = phrase.split("[ -]", 2)[0];
    String lower = first.toLowerCase(Locale.ROOT);
    if (first.length() > 1 && first.equals(first.toUpperCase(Locale.ROOT)) && !isNumber(first)) {
      return "AEFHILMNORSX".indexOf(first.charAt(0)) >= 0 ? "an" : "a";
    }
    if (isNumber(lower)) {
      return lower.startsWith("8") || lower.equals("11") || lower.equals("18") ? "an" : "a";
    }
    if (Stream.of("uni", "use", "usa", "usu", "eu", "one", "ut").anyMatch(lower::startsWith)
        && !lower.startsWith("unin")
        && !lower.startsWith("unim")
        && !lower.startsWith("utt")) {
      return "a";
    }
    return AN_BEFORE_H.contains(lower) || "aeiou".indexOf(lower.charAt(0)) >= 0 ? "an" : "a";
  }

  private static boolean isNumber(String word) {
    return !word.isEmpty() && Character.isDigit(word.charAt(0));
  }

  /// The plural of a noun; an acronym takes a small s.
  public static String plural(String noun) {
    String lower = noun.toLowerCase(Locale.ROOT);
    if (isPlural(noun)) {
      return noun;
    }
    if (lower.endsWith("person")) {
      return noun.substring(0, noun.length() - 6) + "people";
    }
    if (lower.endsWith("man") && !lower.endsWith("human")) {
      return noun.substring(0, noun.length() - 2) + "en";
    }
    if (lower.endsWith("y")
        && lower.length() > 2
        && "aeiou".indexOf(lower.charAt(lower.length() - 2)) < 0) {
      return noun.substring(0, noun.length() - 1) + "ies";
    }
    return noun + (lower.matches(".*(s|x|z|ch|sh)") ? "es" : "s");
  }

  /// Whether a noun looks like a plural.
  public static boolean isPlural(String noun) {
    String lower = noun.toLowerCase(Locale.ROOT);
    return Set.of("people", "men", "women", "children", "staff", "feet", "mice").contains(lower)
        || (lower.length() > 3
            && lower.endsWith("s")
            && !lower.matches(".*(ss|us|is|ous|ics|lens|gas|plus)"));
  }

  /// The base form of a verb in the third person: `matches` gives `match`.
  public static String baseVerb(String verb) {
    if (verb.equals("has")) {
      return "have";
    }
    if (verb.equals("is")) {
      return "are";
    }
    if (verb.matches(".*[^aeiou]ies")) {
      return verb.substring(0, verb.length() - 3) + "y";
    }
    if (verb.matches(".*(ss|sh|ch|x|zz)es") || verb.equals("goes") || verb.equals("does")) {
      return verb.substring(0, verb.length() - 2);
    }
    return verb.endsWith("s") ? verb.substring(0, verb.length() - 1) : verb;
  }

  /// A rough stem: equal for the forms of a regular word.
  public static String stem(String word) {
    String stem = word.toLowerCase(Locale.ROOT);
    for (String ending : List.of("ing", "ed", "es", "s", "ly")) {
      if (stem.endsWith(ending) && stem.length() - ending.length() >= 3 && !stem.endsWith("ss")) {
        stem = stem.substring(0, stem.length() - ending.length());
        break;
      }
    }
    return stem.endsWith("e") && stem.length() > 3 ? stem.substring(0, stem.length() - 1) : stem;
  }

  /// A number with its noun: `1 proof`, `2 proofs`.
  public static String count(int number, String noun) {
    return number + " " + (number == 1 ? noun : plural(noun));
  }

  /// Names joined as in speech: `a`, `a and b`, `a, b and c`.
  public static String list(List<String> items) {
    return switch (items.size()) {
      case 0 -> "";
      case 1 -> items.getFirst();
      default -> String.join(", ", items.subList(0, items.size() - 1)) + " and " + items.getLast();
    };
  }

  /// Syllables of a word, estimated from its vowel groups; at least one.
  public static int syllables(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    int groups = (int) VOWELS.matcher(lower).results().count();
    boolean silent = lower.endsWith("e") && !lower.endsWith("le") && groups > 1;
    return Math.max(1, silent ? groups - 1 : groups);
  }
}
