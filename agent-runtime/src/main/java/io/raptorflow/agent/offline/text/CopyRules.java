package io.raptorflow.agent.offline.text;

import io.raptorflow.campaign.BrandBrief;
import io.raptorflow.campaign.BrandBrief.Proof;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What no copy of a brand may say: the brief's own bans and the lexical rules that need no judge.
/// Immutable and thread-safe.
public final class CopyRules {
  private static final Pattern NUMBER = Pattern.compile("\\d+(?:[.,]\\d+)*");
  private static final Pattern ASIDE = Pattern.compile("\\([^)]*\\)");
  private static final Pattern SHOUT = Pattern.compile("\\b\\p{Lu}{4,}\\b");
  private static final Pattern SENSITIVE =
      words(
          "debts?|bankrupt\\w*|diabet\\w*|depress\\w*|anxi\\w*|cancer|obes\\w*|overweight"
              + "|pregnan\\w*|infertil\\w*|disab\\w*|addict\\w*|alcoholic\\w*|hiv|std"
              + "|divorce\\w*|criminal\\w*"
              + "|gay|lesbian|transgender|muslims?|christians?|jewish|catholics?|hindus?|ethnic\\w*"
              + "|mental health|menopaus\\w*|erectile|adhd|autis\\w*|insomnia|acne|wrinkl\\w*|bald"
              + "|hair loss|body fat|weight loss|unemploy\\w*|credit score|immigrants?"
              + "|overdue loan");
  private static final Pattern PERSONAL =
      Pattern.compile("\\b(?:you\\w*|tired of)\\b|\\?", Pattern.CASE_INSENSITIVE);

  /// What copy must not do, by name, with the words that show it.
  private static final Map<String, Pattern> BANS =
      Map.ofEntries(
          Map.entry(
              "a superlative or comparison without proof",
              words(
                  "best(?!-before)\\w*|greatest|the most|the least|#1|number one|no\\.? 1|leading"
                      + "|most \\p{L}+(?:ed|able|ible|ful|ive|ous|ant|ent)|top[- ]rated|ultimate"
                      + "|unbeatable|unrivall?ed|unmatched|perfect|world[- ]class|award[- ]winning"
                      + "|revolutionary|unique|better|worse|superior|than(?! \\d)"
                      + "|(?:cheap|fast|slimm|quiet|smart|safe|easi|simpl|fresh|tough|pur|bigg)er"
                      + "|(?:cheap|fast|slimm|quiet|strong|smart|saf|light|clean|fresh|easi|simpl"
                      + "|larg|small|high|low|tough|warm|fin|pur|rich|bigg|hott|thinn|hard|soft|new"
                      + "|quick|long|short|bright|tini|healthi)est"
                      + "|the (?!(?:lat|harv|for|inter|hon|requ|gu|conqu|w|mod|arr|prot|cont|pri"
                      + "|ch|n|t|r|cr|v|ea|inv|sugg|dig|man)est)\\p{L}{2,}est")),
          Map.entry(
              "urgency",
              words(
                  "hurry|today|tonight|right now|now|last chance"
                      + "|limited (?:stock|time|offer|edition)"
                      + "|while stocks? lasts?|ends soon|act fast|don.t miss|urgent\\w*|immediately"
                      + "|countdown|before it.s too late|final (?:days?|hours?)|selling fast")),
          Map.entry(
              "a generic green claim",
              words(
                  "eco|eco[- ]?\\w*friendly"
                      + "|(?:climate|carbon|co2)[- ](?:friendly|neutral\\w*|positive"
                      + "|negative|free)|environmentally friendly|environment[- ]friendly"
                      + "|sustainab\\w*|planet[- ]friendly|earth[- ]friendly|biodegradable|greener"
                      + "|green (?:choice|product|brand|solution|alternative)|net[- ]zero"
                      + "|good for the planet|save the planet")),
          Map.entry(
              "a promise that nobody can keep",
              words(
                  "guaranteed|100 ?% (?:guarantee\\w*|safe|secure)|risk[- ]free|miracle\\w*|cures?"
                      + "|secret|clinically|scientifically proven|doctors? recommend\\w*|detox\\w*"
                      + "|boosts? immunity|click here|get rich|no[- ]brainer")),
          Map.entry("an exclamation mark", Pattern.compile("!")),
          Map.entry("repeated punctuation", Pattern.compile("([?.,*;:])\\1+|[.?],|\\?\\.")),
          Map.entry(
              "a contact or web address",
              Pattern.compile("@|https?:|www\\.|\\+?\\d[\\d ()-]{8,}\\d")),
          Map.entry(
              "a symbol that platforms refuse",
              Pattern.compile("[^\\p{L}\\p{M}\\p{N}\\s.,:;?%&'’\"“”()/+£$€¥°–—-]")));

  private static final Pattern INSTRUCTION =
      words(
          "ignore (?:all|any|the|these|previous|prior|above|earlier|your)|disregard"
              + "|forget (?:all|every|previous|your)|system prompt|(?:this|your|the) prompt"
              + "|(?:these|those|previous|prior|following|system|new|your|all) instructions?"
              + "|you are (?:now|an? (?:ai|assistant|language|chat\\p{L}*))|as an ai"
              + "|(?:dear|hey|to the) (?:ai|assistant|model|chat\\p{L}*)|assistant:|system:"
              + "|respond (?:with|only)|output only|do not (?:mention|follow|tell|reveal)"
              + "|override (?:your|the|all|any|previous)|jailbreak|pretend (?:to|that|you)"
              + "|role-?play as|developer mode|language model");
  private static final Pattern MARKUP =
      Pattern.compile("<[a-zA-Z/!]|\\]\\(|\\{\\{|\\$\\{|`|\\{%|javascript:|&#?\\w+;|\\p{Cf}|\\|");

  private final Set<String> numbers = new HashSet<>();
  private final Set<String> names;
  private final List<Pattern> called;
  private final List<List<String>> forbidden = new ArrayList<>();
  private final List<String> rivals;
  private final List<Proof> valid;
  private final List<Proof> expired;

  /// Rules of a brief.
  ///
  /// @param avoid further words to avoid, for example those of a brand-voice card
  public CopyRules(BrandBrief brief, List<String> avoid) {
    valid = brief.validProofs();
    expired = brief.product().proofs().stream().filter(p -> !valid.contains(p)).toList();
    List<String> spoken = new ArrayList<>(brief.product().features());
    spoken.add(brief.product().name());
    spoken.add(brief.product().type());
    spoken.add(brief.brand().name());
    spoken.add(brief.brand().voice().sample());
    valid.forEach(proof -> spoken.add(proof.claim()));
    brief
        .audience()
        .segments()
        .forEach(
            segment -> {
              spoken.addAll(segment.pains());
              spoken.addAll(segment.triggers());
              spoken.add(segment.name());
            });
    if (brief.product().price() != null) {
      spoken.add(PriceText.of(brief.product().price(), brief.locale()).plain());
      spoken.add(brief.product().price().amount().toPlainString());
    }
    spoken.forEach(text -> numbers.addAll(numbersIn(text)));
    names =
        Words.of(brief.brand().name() + " " + brief.product().name()).stream()
            .map(word -> word.toUpperCase(Locale.ROOT))
            .collect(Collectors.toSet());
    String site = host(brief.brand().url());
    numbers.addAll(numbersIn(site));
    called =
        Stream.of(brief.product().name(), brief.brand().name(), site)
            .filter(name -> !name.isBlank())
            .map(name -> Pattern.compile(Pattern.quote(name), Pattern.CASE_INSENSITIVE))
            .toList();
    brief.product().notAllowedClaims().forEach(this::forbid);
    brief.brand().voice().avoid().forEach(this::forbid);
    avoid.forEach(this::forbid);
    rivals =
        brief.competitors().stream()
            .map(CopyRules::host)
            .map(
                host ->
                    Words.normal(host.contains(".") ? host.substring(0, host.indexOf('.')) : host))
            .filter(name -> name.length() > 2)
            .toList();
  }

  private void forbid(String claim) {
    List<String> stems =
        Words.of(ASIDE.matcher(claim).replaceAll("")).stream().map(Words::stem).toList();
    if (!stems.isEmpty()) {
      forbidden.add(stems);
    }
  }

  private static String host(String address) {
    try {
      String host = URI.create(address.contains("://") ? address : "https://" + address).getHost();
      return host == null ? address : host.replaceFirst("^www\\.", "");
    } catch (IllegalArgumentException notAddress) {
      return address;
    }
  }

  /// What a text breaks, each with the words that break it; empty when it may run.
  public List<String> breaches(String text) {
    List<String> breaches = new ArrayList<>(bannedIn(text));
    String unnamed = text;
    for (Pattern name : called) {
      // A name is not a claim: a product may be called Perfect Pour.
      unnamed = name.matcher(unnamed).replaceAll("it");
    }
    String judged = unnamed;
    BANS.forEach((rule, words) -> find(words, judged, rule, breaches));
    for (String number : numbersIn(text)) {
      if (!numbers.contains(number)) {
        breaches.add("'" + number + "' is a number that no feature, price or valid proof gives");
      }
    }
    expired.stream()
        .filter(proof -> Words.holds(text, proof.claim()))
        .forEach(proof -> breaches.add("'" + proof.claim() + "' rests on a proof that expires"));
    SHOUT
        .matcher(text)
        .results()
        .map(m -> m.group())
        .filter(w -> !names.contains(w))
        .forEach(word -> breaches.add("'" + word + "' is shouted"));
    if (PERSONAL.matcher(text).find()) {
      find(SENSITIVE, text, "a sensitive trait next to the reader", breaches);
    }
    if (readsAsInstruction(text)) {
      breaches.add("'" + clip(text) + "' reads as an instruction or markup");
    }
    return breaches;
  }

  /// Bans of the brief and rivals' names that a text holds.
  private List<String> bannedIn(String text) {
    List<String> found = new ArrayList<>();
    List<String> stems = Words.of(text).stream().map(Words::stem).toList();
    for (List<String> ban : forbidden) {
      if (java.util.Collections.indexOfSubList(stems, ban) >= 0) {
        found.add("'" + String.join(" ", ban) + "' is on the brief's list of what not to say");
      }
    }
    rivals.stream()
        .filter(rival -> Words.holds(text, rival))
        .forEach(rival -> found.add("'" + rival + "' names a competitor"));
    return found;
  }

  /// Whether a text may run as it stands.
  public boolean admits(String text) {
    return breaches(text).isEmpty();
  }

  /// Whether the words look like an order to a machine or like markup, and so are data to leave
  /// out.
  public static boolean readsAsInstruction(String text) {
    return MARKUP.matcher(text).find() || INSTRUCTION.matcher(text).find();
  }

  /// Proofs that a text rests on: those whose claim it holds.
  public List<String> claimsIn(String text) {
    return valid.stream().filter(p -> Words.holds(text, p.claim())).map(Proof::id).toList();
  }

  /// Ids of the proofs that hold until the last day of the flight.
  public Set<String> validClaims() {
    return valid.stream().map(Proof::id).collect(Collectors.toSet());
  }

  private static void find(Pattern words, String text, String rule, List<String> into) {
    Matcher match = words.matcher(text);
    if (match.find()) {
      into.add("'" + clip(match.group()) + "' is " + rule);
    }
  }

  private static Set<String> numbersIn(String text) {
    return NUMBER.matcher(text).results().map(m -> m.group()).collect(Collectors.toSet());
  }

  private static String clip(String text) {
    return text.length() <= 60 ? text : text.substring(0, 57) + "...";
  }

  private static Pattern words(String alternatives) {
    return Pattern.compile(
        "(?<![\\p{L}\\p{N}])(?:" + alternatives + ")(?![\\p{L}\\p{N}])",
        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }
}
