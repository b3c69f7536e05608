package io.raptorflow.agent.offline.text;

import io.raptorflow.campaign.BrandBrief;
import io.raptorflow.campaign.BrandBrief.Proof;
import io.raptorflow.campaign.BrandBrief.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What of a brief may be put into words, with the place where the brief says it; what may not is a
/// named gap.
///
/// @param features features that keep the rules
/// @param claims claims whose proofs hold until the last day of the flight
/// @param segments the audience, with the pains and triggers that may be spoken of
/// @param gaps what was left out, and why
public record BriefFacts(
    BrandBrief brief,
    CopyRules rules,
    Names names,
    List<Fact> features,
    List<Fact> claims,
    List<Group> segments,
    List<String> gaps) {
  private static final int PHRASE_MAX = 160;
  private static final Pattern FIRST_PERSON =
      Pattern.compile("^(i|we|my|our|you|they)\\b", Pattern.CASE_INSENSITIVE);

  public BriefFacts {
    features = List.copyOf(features);
    claims = List.copyOf(claims);
    segments = List.copyOf(segments);
    gaps = List.copyOf(gaps);
  }

  /// A segment of the audience.
  ///
  /// @param people the segment in the plural, as it stands in a sentence; empty when it may not be
  ///   named
  public record Group(
      String citation,
      Segment segment,
      Optional<String> people,
      List<Fact> pains,
      List<Fact> triggers) {
    public Group {
      pains = List.copyOf(pains);
      triggers = List.copyOf(triggers);
    }
  }

  /// What the product is called.
  ///
  /// @param product full name
  /// @param first shortest name that still says which product: its first word
  /// @param core kind of product without what follows a preposition: `slim rain tank`
  /// @param keyword what people search for: the last two words of the core
  /// @param parts what the kind says after `with`; empty when nothing
  /// @param host host of the site; empty when there is none
  /// @param number whether a verb after the name is in the singular or the plural
  public record Names(
      String product,
      String first,
      String brand,
      String core,
      String keyword,
      String parts,
      String host,
      Number number) {

    /// The keyword in the plural where it can be counted.
    public String keywords() {
      return Phrase.inPlural(keyword);
    }

    /// Grammatical number of the product's name.
    public enum Number {
      ONE,
      MANY
    }
  }

  /// Reads the facts of a brief.
  ///
  /// @param avoid further words that copy must avoid
  public static BriefFacts of(BrandBrief brief, List<String> avoid) {
    CopyRules rules = new CopyRules(brief, avoid);
    List<String> gaps = new ArrayList<>();
    String name = brief.product().name();
    List<Fact> features = new ArrayList<>();
    for (int i = 0; i < brief.product().features().size(); i++) {
      fact("/product/features/" + i, brief.product().features().get(i), rules, gaps)
          .ifPresent(features::add);
    }
    List<Fact> claims = new ArrayList<>();
    List<Proof> valid = brief.validProofs();
    for (int i = 0; i < brief.product().proofs().size(); i++) {
      Proof proof = brief.product().proofs().get(i);
      if (valid.contains(proof)) {
        fact("/product/proof/" + i, proof.claim(), rules, gaps).ifPresent(claims::add);
      } else {
        gaps.add(
            "claim %s of %s is not used: its proof expires %s, the flight ends %s"
                .formatted(proof.id(), name, proof.expires(), brief.objective().to()));
      }
    }
    List<Group> groups = new ArrayList<>();
    for (int i = 0; i < brief.audience().segments().size(); i++) {
      groups.add(group("/audience/icp/" + i, brief.audience().segments().get(i), rules, gaps));
    }
    brief.brand().languages().stream()
        .filter(language -> !language.equals(written(brief)))
        .forEach(
            language -> gaps.add("%s for %s is not written offline".formatted(language, name)));
    return new BriefFacts(
        brief,
        rules,
        names(brief, gaps),
        features,
        claims,
        groups,
        List.copyOf(new LinkedHashSet<>(gaps)));
  }

  /// The language that is written: the first English one of the brief, else `en`.
  public static String written(BrandBrief brief) {
    return brief.brand().languages().stream()
        .filter(language -> language.equals("en") || language.startsWith("en-"))
        .findFirst()
        .orElse("en");
  }

  private static Optional<Fact> fact(String path, String text, CopyRules rules, List<String> gaps) {
    List<String> breaches = rules.breaches(text);
    if (text.length() > PHRASE_MAX) {
      gaps.add(
          "brief:%s is left out of the copy: %d characters are no phrase, at most %d"
              .formatted(path, text.length(), PHRASE_MAX));
      return Optional.empty();
    }
    if (!breaches.isEmpty()) {
      gaps.add("brief:%s is left out of the copy: %s".formatted(path, breaches.getFirst()));
      return Optional.empty();
    }
    Phrase phrase = Phrase.of(text);
    return phrase.text().isEmpty()
        ? Optional.empty()
        : Optional.of(new Fact("brief:" + path, phrase, rules.claimsIn(text)));
  }

  private static Group group(String path, Segment segment, CopyRules rules, List<String> gaps) {
    List<Fact> pains = new ArrayList<>();
    for (int i = 0; i < segment.pains().size(); i++) {
      // A pain is put as a question, so it is judged as one.
      String at = path + "/pains/" + i;
      if (FIRST_PERSON.matcher(segment.pains().get(i)).find()) {
        gaps.add(
            "brief:%s is left out of the copy: it would read as a quote that nobody gave"
                .formatted(at));
      } else if (rules.admits(segment.pains().get(i) + "?")) {
        fact(at, segment.pains().get(i), rules, gaps).ifPresent(pains::add);
      } else {
        gaps.add(
            "brief:%s is left out of the copy: %s"
                .formatted(at, rules.breaches(segment.pains().get(i) + "?").getFirst()));
      }
    }
    List<Fact> triggers = new ArrayList<>();
    for (int i = 0; i < segment.triggers().size(); i++) {
      fact(path + "/triggers/" + i, segment.triggers().get(i), rules, gaps)
          .ifPresent(triggers::add);
    }
    String people = people(segment.name());
    boolean speakable = rules.admits(people + "?") && people.length() <= 60;
    return new Group(
        "brief:" + path,
        segment,
        speakable ? Optional.of(people) : Optional.empty(),
        pains,
        triggers);
  }

  /// `Controller, regional distributor` gives `controllers`; a plural stays as it is.
  static String people(String name) {
    String role = Words.inSentence(name.split("[,(/:–—]", 2)[0].strip());
    List<String> words = new ArrayList<>(Arrays.asList(role.split(" ")));
    int end = 0;
    while (end < words.size()
        && !Vocabulary.PREPOSITIONS.contains(words.get(end).toLowerCase(Locale.ROOT))) {
      end++;
    }
    if (end > 0) {
      words.set(end - 1, Words.plural(words.get(end - 1)));
    }
    return String.join(" ", words);
  }

  private static Names names(BrandBrief brief, List<String> gaps) {
    String product = sound(brief.product().name(), brief, gaps);
    String brand = sound(brief.brand().name(), brief, gaps);
    String type = brief.product().type();
    CopyRules rules = new CopyRules(brief, List.of());
    if (type.length() > 120 || !rules.admits(type)) {
      gaps.add("brief:/product/type of %s is left out of the copy".formatted(product));
      String[] categories = brief.brand().category().split("[/>]");
      String category = categories[categories.length - 1].strip();
      type = !category.isEmpty() && rules.admits(category) ? category : product;
    }
    Phrase phrase = Phrase.of(type);
    List<String> words = Arrays.asList(phrase.text().replaceAll("[,;:(/].*$", "").split(" "));
    int end = 0;
    while (end < words.size()
        && !Vocabulary.PREPOSITIONS.contains(words.get(end).toLowerCase(Locale.ROOT))) {
      end++;
    }
    List<String> core = end == 0 ? words : words.subList(0, Math.min(end, 6));
    List<String> keyword =
        core.size() <= 2 || core.get(core.size() - 2).matches("and|or|&")
            ? core
            : core.subList(core.size() - 2, core.size());
    String parts =
        end < words.size() && words.get(end).equals("with")
            ? String.join(" ", words.subList(end + 1, words.size()))
            : "";
    String[] called = product.split(" ");
    String first =
        called.length > 1 && (called[0].length() < 3 || called[0].equalsIgnoreCase("the"))
            ? called[0] + " " + called[1]
            : called[0];
    boolean coined =
        Words.normal(brand).startsWith(Words.normal(first))
            || brief.brand().id().startsWith(Words.normal(first));
    if (!coined) {
      first = product;
    }
    String last = called[called.length - 1];
    boolean many = called.length > 1 && last.matches(".*[a-z]s") && Words.isPlural(last);
    return new Names(
        product,
        first,
        brand,
        String.join(" ", core),
        String.join(" ", keyword),
        parts,
        brief.brand().url().replaceFirst("^https?://(www\\.)?", "").replaceFirst("[/?#:].*$", ""),
        many ? Names.Number.MANY : Names.Number.ONE);
  }

  /// A name that can be printed: one that holds markup or an order is replaced by the brand's id.
  private static String sound(String name, BrandBrief brief, List<String> gaps) {
    if (name.length() <= 80 && !CopyRules.readsAsInstruction(name)) {
      return name;
    }
    gaps.add(
        "a name in the brief of %s cannot be printed; its id stands for it"
            .formatted(brief.brand().id()));
    String id = brief.brand().id().replace('-', ' ').replace('_', ' ');
    return Character.toUpperCase(id.charAt(0)) + id.substring(1);
  }

  /// Ids of the proofs that a text of this brief rests on.
  public Set<String> claimsOf(String text) {
    return new LinkedHashSet<>(rules.claimsIn(text));
  }
}
