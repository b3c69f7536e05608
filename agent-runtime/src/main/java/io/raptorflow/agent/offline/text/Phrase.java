package io.raptorflow.agent.offline.text;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// A phrase that a person wrote into a brief, with its grammar as far as rules can tell it.
///
/// @param text the phrase on one line, without a full stop at its end, as it stands in a sentence
/// @param kind what it can be joined with
public record Phrase(String text, Kind kind) {
  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final Pattern ASIDE = Pattern.compile("\\s*[(\\[][^)\\]]*[)\\]]");
  private static final Set<String> CONDITIONS =
      Set.of(
          "free", "up", "over", "under", "from", "if", "when", "until", "after", "first", "within",
          "only", "no", "not", "without", "per", "less", "more", "than", "zero");

  /// How a phrase begins, and so what fits around it.
  public enum Kind {
    /// `fits a standard 68 mm downpipe`
    VERB,
    /// `300 litres in 42 cm depth`
    NOUN,
    /// `made in Leeds`, `dishwasher safe`
    STATE,
    /// Anything else: it stands alone or after a colon.
    OTHER
  }

  /// Reads a phrase.
  public static Phrase of(String written) {
    String line = SPACE.matcher(written.strip()).replaceAll(" ");
    while (!line.isEmpty() && ".,;:!?".indexOf(line.charAt(line.length() - 1)) >= 0) {
      line = line.substring(0, line.length() - 1).strip();
    }
    String text = Words.inSentence(line);
    return new Phrase(text, kind(text));
  }

  private static Kind kind(String text) {
    List<String> words = Arrays.asList(text.toLowerCase(Locale.ROOT).split(" "));
    String first = words.getFirst().replaceAll("[^a-z0-9'-]", "");
    String second = words.size() > 1 ? words.get(1).replaceAll("[^a-z0-9'-]", "") : "";
    if (first.isEmpty()
        || Vocabulary.PRONOUNS.contains(first)
        || Vocabulary.PREPOSITIONS.contains(first)
        || Set.of("can", "will", "cannot", "can't", "do", "not", "how").contains(first)
        || isClause(words)
        || text.contains(". ")
        || text.contains("?")) {
      return Kind.OTHER;
    }
    if (first.endsWith("s") && Vocabulary.VERBS.contains(Words.baseVerb(first))) {
      boolean object =
          !second.isEmpty()
              && !Vocabulary.PREPOSITIONS.contains(second)
              && !Set.of("and", "or", "is", "are").contains(second);
      boolean alone = Vocabulary.NO_OBJECT.contains(Words.baseVerb(first));
      return object || alone ? Kind.VERB : Kind.NOUN;
    }
    boolean imperative =
        Vocabulary.VERBS.contains(first)
            && Set.of("your", "the", "a", "an", "every", "all", "any", "each").contains(second);
    if (imperative || first.equals("easy") || first.equals("ready")) {
      return imperative ? Kind.OTHER : Kind.STATE;
    }
    boolean participle =
        (first.endsWith("ed")
                || Set.of(
                        "made",
                        "built",
                        "sewn",
                        "grown",
                        "hand-made",
                        "handmade",
                        "woven",
                        "cut",
                        "sold",
                        "run")
                    .contains(first))
            && Set.of("by", "in", "from", "with", "to", "for", "on", "at").contains(second);
    String last = words.getLast();
    boolean adjective =
        words.size() <= 3
            && (last.matches("safe|proof|resistant|compatible|friendly|certified|compliant|ready")
                || last.matches("(water|wind|fire|child|weather|rain|shock)proof")
                || last.matches(".*(able|ible|less)"));
    return participle || adjective ? Kind.STATE : Kind.NOUN;
  }

  /// Whether the words have a verb of their own: `the frame is welded by hand`.
  private static boolean isClause(List<String> words) {
    for (int i = 1; i < words.size(); i++) {
      String word = words.get(i);
      if (Set.of("that", "which", "who", "where", "when", "while").contains(word)) {
        return false;
      }
      if (Set.of("is", "are", "was", "were", "can", "will", "has", "have", "does", "do", "gets")
          .contains(word)) {
        return true;
      }
    }
    return false;
  }

  /// The phrase without what stands in brackets; the same when nothing does.
  public Phrase plain() {
    String plain = ASIDE.matcher(text).replaceAll("").strip();
    return plain.isEmpty() || plain.equals(text) ? this : new Phrase(plain, kind);
  }

  /// The noun at the front, where nothing that matters is lost by leaving out the rest: `audit
  /// trail for every change` gives `audit trail`. Empty when a condition or a number would go.
  public Optional<String> head() {
    if (kind != Kind.NOUN) {
      return Optional.empty();
    }
    List<String> words = Arrays.asList(plain().text().split(" "));
    int end = headEnd(words);
    boolean conditional =
        words.stream().anyMatch(w -> CONDITIONS.contains(w.toLowerCase(Locale.ROOT)));
    if (end == 0 || end == words.size() || conditional) {
      return Optional.empty();
    }
    String head = String.join(" ", words.subList(0, end));
    boolean sound = head.matches(".*[\\p{L}\\p{N}]") && end > 1;
    return sound ? Optional.of(head) : Optional.empty();
  }

  /// The phrase as an object of a verb, with an article where grammar wants one. Empty when it is
  /// no noun, or when nobody can tell whether the noun can be counted.
  public Optional<String> withArticle() {
    return kind == Kind.NOUN ? articled(text) : Optional.empty();
  }

  /// The phrase as something that the reader knows: `new patio` gives `the new patio`, a plural or
  /// a mass stays bare. A phrase that is no noun stays as it is.
  public String asKnown() {
    return kind == Kind.NOUN ? definite(text) : text;
  }

  /// A noun phrase with its article, or empty when unsure.
  static Optional<String> articled(String noun) {
    List<String> words = Arrays.asList(noun.split(" "));
    String first = words.getFirst().toLowerCase(Locale.ROOT);
    String head = headNoun(words);
    boolean counted = Character.isDigit(first.charAt(0)) && first.indexOf('-') < 0;
    if (Vocabulary.DETERMINERS.contains(first) || counted || Words.isPlural(head)) {
      return Optional.of(noun);
    }
    if (isUncountable(head)) {
      return Optional.of(noun);
    }
    return Vocabulary.COUNTABLE.contains(head)
        ? Optional.of(Words.article(noun) + " " + noun)
        : Optional.empty();
  }

  /// A product's kind with its article: most such nouns can be counted.
  static String kindWithArticle(String noun) {
    String head = headNoun(Arrays.asList(noun.split(" ")));
    boolean bare = Words.isPlural(head) || isUncountable(head);
    return bare ? noun : Words.article(noun) + " " + noun;
  }

  /// A kind of product in the plural where it can be counted.
  static String inPlural(String noun) {
    List<String> words = new java.util.ArrayList<>(Arrays.asList(noun.split(" ")));
    String head = headNoun(words);
    if (Words.isPlural(head) || isUncountable(head)) {
      return noun;
    }
    words.set(words.size() - 1, Words.plural(words.getLast()));
    return String.join(" ", words);
  }

  /// The phrase as something known: with `the` unless it is a plural, a mass or has its own
  /// determiner.
  static String definite(String noun) {
    List<String> words = Arrays.asList(noun.split(" "));
    String head = headNoun(words);
    boolean bare =
        Vocabulary.DETERMINERS.contains(words.getFirst().toLowerCase(Locale.ROOT))
            || words.getFirst().matches("\\p{L}{3,}ing")
            || Words.isPlural(head)
            || isUncountable(head);
    return bare ? noun : "the " + noun;
  }

  /// Last word before the first preposition or comma, in lower case.
  static String headNoun(List<String> words) {
    int end = headEnd(words);
    String head = words.get(Math.max(0, end - 1)).toLowerCase(Locale.ROOT);
    return head.replaceAll("[^\\p{L}\\p{N}-]", "");
  }

  private static int headEnd(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i).toLowerCase(Locale.ROOT);
      if (Vocabulary.PREPOSITIONS.contains(word) || word.matches("[–—-]|and|or")) {
        return i;
      }
      if (word.endsWith(",")) {
        return i + 1;
      }
    }
    return words.size();
  }

  private static boolean isUncountable(String head) {
    boolean gerund =
        head.endsWith("ing")
            && head.length() > 5
            && !Set.of(
                    "building",
                    "earring",
                    "string",
                    "spring",
                    "fitting",
                    "meeting",
                    "wedding",
                    "painting",
                    "opening",
                    "setting",
                    "finding")
                .contains(head);
    return gerund
        || Vocabulary.UNCOUNTABLE.contains(head)
        || head.matches(".*(ware|ness|ology|management|equipment)");
  }
}
