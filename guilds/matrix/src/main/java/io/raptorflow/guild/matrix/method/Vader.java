package io.raptorflow.guild.matrix.method;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The valence of short English texts by lexicon and five rules (Hutto and Gilbert 2014): negation,
/// degree words, capitals, exclamation and question marks, and "but".
///
/// Immutable and thread-safe.
public final class Vader {
  private static final double BOOST = 0.293;
  private static final double CAPITALS = 0.733;
  private static final double NEGATION = -0.74;
  private static final double NORMALIZER = 15;

  private static final Set<String> NEGATIONS =
      Set.of(
          "aint",
          "arent",
          "cannot",
          "cant",
          "couldnt",
          "darent",
          "didnt",
          "doesnt",
          "dont",
          "hadnt",
          "hasnt",
          "havent",
          "isnt",
          "mightnt",
          "mustnt",
          "neednt",
          "neither",
          "never",
          "none",
          "nope",
          "nor",
          "not",
          "nothing",
          "nowhere",
          "oughtnt",
          "shant",
          "shouldnt",
          "uhuh",
          "wasnt",
          "werent",
          "uh-uh",
          "without",
          "wont",
          "wouldnt",
          "rarely",
          "seldom",
          "despite");
  private static final Set<String> MORE =
      Set.of(
          "absolutely",
          "amazingly",
          "awfully",
          "completely",
          "considerably",
          "decidedly",
          "deeply",
          "effing",
          "enormously",
          "entirely",
          "especially",
          "exceptionally",
          "extremely",
          "fabulously",
          "flipping",
          "flippin",
          "fricking",
          "frickin",
          "frigging",
          "friggin",
          "fully",
          "fucking",
          "greatly",
          "hella",
          "highly",
          "hugely",
          "incredibly",
          "intensely",
          "majorly",
          "more",
          "most",
          "particularly",
          "purely",
          "quite",
          "really",
          "remarkably",
          "so",
          "substantially",
          "thoroughly",
          "totally",
          "tremendously",
          "uber",
          "unbelievably",
          "unusually",
          "utterly",
          "very");
  private static final Set<String> LESS =
      Set.of(
          "almost",
          "barely",
          "hardly",
          "kinda",
          "kindof",
          "kind-of",
          "less",
          "little",
          "marginally",
          "occasionally",
          "partly",
          "scarcely",
          "slightly",
          "somewhat",
          "sorta",
          "sortof",
          "sort-of");
  private static final Set<String> LESS_PAIRS = Set.of("just enough", "kind of", "sort of");
  private static final Map<String, Double> IDIOMS =
      Map.of(
          "the shit", 3.0,
          "the bomb", 3.0,
          "bad ass", 1.5,
          "yeah right", -2.0,
          "cut the mustard", 2.0,
          "kiss of death", -1.5,
          "hand to mouth", -2.0);

  private final Map<String, Double> lexicon;

  private Vader(Map<String, Double> lexicon) {
    this.lexicon = Map.copyOf(lexicon);
  }

  /// Reads the English lexicon of this module.
  public static Vader english() {
    Map<String, Double> words = new HashMap<>(16_384);
    try (InputStream in =
        Objects.requireNonNull(Vader.class.getResourceAsStream("/lexicon/vader-en.tsv"))) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .forEach(
              line -> {
                int tab = line.lastIndexOf('\t');
                words.put(line.substring(0, tab), Double.parseDouble(line.substring(tab + 1)));
              });
    } catch (IOException broken) {
      throw new UncheckedIOException("the lexicon cannot be read", broken);
    }
    return new Vader(words);
  }

  /// The compound score, from -1 to 1; 0 for a text without a word of the lexicon.
  public double compound(String text) {
    List<String> words = words(text);
    boolean mixed = mixedCapitals(words);
    double[] valences = new double[words.size()];
    for (int i = 0; i < valences.length; i++) {
      valences[i] = valence(words, i, mixed);
    }
    contrast(words, valences);
    double sum = 0;
    for (double valence : valences) {
      sum += valence;
    }
    double emphasis = emphasis(text);
    sum += sum > 0 ? emphasis : sum < 0 ? -emphasis : 0;
    return Math.clamp(sum / Math.sqrt(sum * sum + NORMALIZER), -1, 1);
  }

  /// Tokens of two characters and more; punctuation around a word goes, an emoticon stays.
  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (String token : text.split("\\s+")) {
      if (token.length() < 2) {
        continue;
      }
      int from = 0;
      int to = token.length();
      while (from < to && isPunctuation(token.charAt(from))) {
        from++;
      }
      while (to > from && isPunctuation(token.charAt(to - 1))) {
        to--;
      }
      words.add(to - from >= 2 ? token.substring(from, to) : token);
    }
    return words;
  }

  private static boolean isPunctuation(char c) {
    return "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~".indexOf(c) >= 0;
  }

  private double valence(List<String> words, int at, boolean mixed) {
    String word = words.get(at);
    String lower = lower(words, at);
    boolean kindOf =
        lower.equals("kind") && at + 1 < words.size() && lower(words, at + 1).equals("of");
    Double known = lexicon.get(lower);
    if (kindOf || known == null || MORE.contains(lower) || LESS.contains(lower)) {
      return 0;
    }
    double valence = known;
    if (mixed && isCapitals(word)) {
      valence += valence > 0 ? CAPITALS : -CAPITALS;
    }
    for (int back = 1; back <= 3 && at - back >= 0; back++) {
      if (lexicon.containsKey(lower(words, at - back))) {
        continue;
      }
      double degree = degree(words.get(at - back), valence, mixed);
      valence += degree * (back == 1 ? 1 : back == 2 ? 0.95 : 0.9);
      valence = negated(words, at, back, valence);
      if (back == 3) {
        valence = idioms(words, at, valence);
      }
    }
    return least(words, at, valence);
  }

  private static double degree(String word, double valence, boolean mixed) {
    String lower = word.toLowerCase(Locale.ROOT);
    double degree = MORE.contains(lower) ? BOOST : LESS.contains(lower) ? -BOOST : 0;
    if (degree == 0) {
      return 0;
    }
    degree = valence < 0 ? -degree : degree;
    if (mixed && isCapitals(word)) {
      degree += valence > 0 ? CAPITALS : -CAPITALS;
    }
    return degree;
  }

  /// "Never so" and "never this" strengthen; any other negation within three words turns around.
  private static double negated(List<String> words, int at, int back, double valence) {
    if (back == 1) {
      return isNegation(words.get(at - 1)) ? valence * NEGATION : valence;
    }
    boolean soOrThis = soOrThis(words.get(at - 1));
    if (back == 2) {
      if (words.get(at - 2).equals("never") && soOrThis) {
        return valence * 1.5;
      }
      return isNegation(words.get(at - 2)) ? valence * NEGATION : valence;
    }
    if ((words.get(at - 3).equals("never") && soOrThis(words.get(at - 2))) || soOrThis) {
      return valence * 1.25;
    }
    return isNegation(words.get(at - 3)) ? valence * NEGATION : valence;
  }

  private static boolean soOrThis(String word) {
    return word.equals("so") || word.equals("this");
  }

  private static boolean isNegation(String word) {
    return word.contains("n't") || NEGATIONS.contains(word);
  }

  private static double idioms(List<String> words, int at, double valence) {
    double changed = valence;
    String[] before = {
      phrase(words, at - 1, at),
      phrase(words, at - 2, at),
      phrase(words, at - 2, at - 1),
      phrase(words, at - 3, at - 1),
      phrase(words, at - 3, at - 2)
    };
    for (String phrase : before) {
      Double idiom = IDIOMS.get(phrase);
      if (idiom != null) {
        changed = idiom;
        break;
      }
    }
    changed = IDIOMS.getOrDefault(phrase(words, at, at + 1), changed);
    changed = IDIOMS.getOrDefault(phrase(words, at, at + 2), changed);
    return LESS_PAIRS.contains(before[4]) || LESS_PAIRS.contains(before[2])
        ? changed - BOOST
        : changed;
  }

  private static String phrase(List<String> words, int from, int to) {
    return to < words.size() ? String.join(" ", words.subList(from, to + 1)) : "";
  }

  private double least(List<String> words, int at, double valence) {
    if (at == 0 || !lower(words, at - 1).equals("least")) {
      return valence;
    }
    boolean atLeast =
        at > 1 && (lower(words, at - 2).equals("at") || lower(words, at - 2).equals("very"));
    return atLeast ? valence : valence * NEGATION;
  }

  /// What stands before "but" counts half, what stands behind it half as much again.
  private static void contrast(List<String> words, double[] valences) {
    int but = words.indexOf("but") >= 0 ? words.indexOf("but") : words.indexOf("BUT");
    for (int i = 0; i < valences.length && but >= 0; i++) {
      valences[i] *= i < but ? 0.5 : i > but ? 1.5 : 1;
    }
  }

  private static double emphasis(String text) {
    long exclamations = Math.min(4, text.chars().filter(c -> c == '!').count());
    long questions = text.chars().filter(c -> c == '?').count();
    double doubt = questions < 2 ? 0 : questions <= 3 ? questions * 0.18 : 0.96;
    return exclamations * 0.292 + doubt;
  }

  private static boolean mixedCapitals(List<String> words) {
    long capitals = words.stream().filter(Vader::isCapitals).count();
    return capitals > 0 && capitals < words.size();
  }

  private static boolean isCapitals(String word) {
    boolean any = false;
    for (int i = 0; i < word.length(); i++) {
      if (Character.isLowerCase(word.charAt(i))) {
        return false;
      }
      any |= Character.isUpperCase(word.charAt(i));
    }
    return any;
  }

  private static String lower(List<String> words, int at) {
    return words.get(at).toLowerCase(Locale.ROOT);
  }
}
