package io.raptorflow.agent.offline.text;

import io.raptorflow.agent.offline.text.BriefFacts.Group;
import io.raptorflow.agent.offline.text.BriefFacts.Names;
import io.raptorflow.agent.offline.text.Phrase.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Fills the slots of frames with what a brief says.
///
/// Slots: `name`, `first`, `brand`, `kw`, `akw`, `kws` (plural), `core`, `acore`, `parts`, `host`,
/// `price`, `priceper`, `pricetight`, `cta`; features `f` (any), `nf` (noun), `anf` (noun as an
/// object), `v` (verb, third person), `vf` (verb, agrees with the name), `vk` (verb, agrees with
/// the keyword), `bf` (verb, base form), `sf` (state), `nh` (only the noun at the front); `claim`,
/// `pain`, `tpain` (a pain that one can be tired of), `role` (of the buying committee), `trig`,
/// `thetrig`, `comes` (with its verb), `people`, `promise`. A digit at the end (`nf2`) asks for
/// another fact.
final class Slots {
  private static final Pattern SLOT = Pattern.compile("\\{([a-z]+)(\\d?)\\}");
  private static final Pattern AGREE = Pattern.compile("\\{([a-z]+)\\|([a-z]+)\\}");
  private static final Pattern SEGMENT = Pattern.compile("/audience/icp/\\d+");
  private static final int FILLED_MAX = 240;

  private final BriefFacts facts;
  private final Map<String, List<Fill>> fills = new HashMap<>();

  /// One way to fill a slot.
  ///
  /// @param origin fact that it says; two slots of a line must differ in it
  private record Fill(String text, String origin) {}

  /// A frame whose slots are filled.
  record Filled(Frame frame, String text, List<String> citations) {}

  Slots(BriefFacts facts, List<Group> groups, String action, List<String> promises) {
    this.facts = facts;
    Names names = facts.names();
    boolean many = names.number() == Names.Number.MANY;
    put("name", names.product(), "brief:/product/name");
    put("first", names.first(), "brief:/product/name");
    put("brand", names.brand(), "brief:/brand/name");
    put("kw", names.keyword(), "brief:/product/type");
    put("akw", Phrase.kindWithArticle(names.keyword()), "brief:/product/type");
    boolean kindMany = Words.isPlural(Phrase.headNoun(Arrays.asList(names.keyword().split(" "))));
    put("kws", Phrase.inPlural(names.keyword()), "brief:/product/type");
    put("core", names.core(), "brief:/product/type");
    put("acore", Phrase.kindWithArticle(names.core()), "brief:/product/type");
    put("parts", names.parts(), "brief:/product/type");
    put("host", names.host(), "brief:/brand/url");
    put("cta", action, "brief:/objective");
    if (facts.brief().product().price() != null) {
      PriceText price = PriceText.of(facts.brief().product().price(), facts.brief().locale());
      put("price", price.plain(), "brief:/product/price");
      put("priceper", price.full(), "brief:/product/price");
      put("pricetight", price.tight(), "brief:/product/price");
    }
    all("f", facts.features(), p -> Stream.of(p.text(), p.plain().text()));
    all("nf", facts.features(), p -> noun(p) ? texts(p) : Stream.of());
    all("anf", facts.features(), Slots::objects);
    all("sf", facts.features(), p -> p.kind() == Kind.STATE ? texts(p) : Stream.of());
    all("nh", facts.features(), p -> p.head().stream());
    all("v", facts.features(), p -> verb(p, false));
    all("vf", facts.features(), p -> verb(p, many));
    all("vk", facts.features(), p -> verb(p, kindMany));
    all("bf", facts.features(), p -> verb(p, true));
    all("claim", facts.claims(), p -> Stream.of(p.text()));
    all("pain", groups.stream().flatMap(g -> g.pains().stream()).toList(), Slots::texts);
    all("tpain", groups.stream().flatMap(g -> g.pains().stream()).toList(), Slots::tiring);
    all(
        "trig",
        groups.stream().flatMap(g -> g.triggers().stream()).toList(),
        p -> noun(p) ? texts(p) : Stream.of());
    all("thetrig", groups.stream().flatMap(g -> g.triggers().stream()).toList(), Slots::event);
    all(
        "comes",
        groups.stream().flatMap(g -> g.triggers().stream()).toList(),
        p -> event(p).map(event -> (many(p.text()) ? "come " : "comes ") + event));
    groups.forEach(
        g -> {
          List<String> roles = g.segment().committee();
          for (int i = 0; i < roles.size(); i++) {
            put("role", Words.inSentence(roles.get(i)), g.citation() + "/committee/" + i);
          }
        });
    groups.forEach(g -> g.people().ifPresent(people -> put("people", people, g.citation())));
    promises.forEach(promise -> put("promise", promise, "strategy:" + Words.normal(promise)));
  }

  private static boolean noun(Phrase phrase) {
    return phrase.kind() == Kind.NOUN;
  }

  private static boolean many(String phrase) {
    return Words.isPlural(Phrase.headNoun(Arrays.asList(phrase.split(" "))));
  }

  /// `new patio` gives `the new patio`, `school holidays` and `spring planting` stay bare.
  private static Stream<String> event(Phrase phrase) {
    return noun(phrase) ? texts(phrase).map(Phrase::definite) : Stream.of();
  }

  private static Stream<String> texts(Phrase phrase) {
    return Stream.of(phrase.text(), phrase.plain().text()).distinct();
  }

  private static Stream<String> objects(Phrase phrase) {
    return Stream.of(phrase, phrase.plain()).distinct().flatMap(p -> p.withArticle().stream());
  }

  private static Stream<String> verb(Phrase phrase, boolean many) {
    if (phrase.kind() != Kind.VERB) {
      return Stream.of();
    }
    return texts(phrase).map(text -> many ? base(text) : text);
  }

  private static String base(String text) {
    String[] words = text.split(" ", 2);
    String verb = Words.baseVerb(words[0].toLowerCase(Locale.ROOT));
    return words.length == 1 ? verb : verb + " " + words[1];
  }

  private static Stream<String> tiring(Phrase phrase) {
    String first = phrase.text().split(" ")[0].toLowerCase(Locale.ROOT);
    boolean lack = Set.of("no", "not", "lack", "too", "never", "little").contains(first);
    boolean many = Words.isPlural(Phrase.headNoun(Arrays.asList(phrase.text().split(" "))));
    return phrase.kind() == Kind.NOUN && !lack && many ? texts(phrase) : Stream.of();
  }

  private void all(String slot, List<Fact> from, Function<Phrase, Stream<String>> forms) {
    for (Fact fact : from) {
      forms.apply(fact.phrase()).distinct().forEach(text -> put(slot, text, fact.citation()));
    }
  }

  private void put(String slot, String text, String origin) {
    if (!text.isBlank()) {
      fills.computeIfAbsent(slot, _ -> new ArrayList<>()).add(new Fill(text, origin));
    }
  }

  /// What is said of an audience in one line is said of one segment.
  private static boolean sameSegment(String origin, List<String> origins) {
    Matcher segment = SEGMENT.matcher(origin);
    if (!segment.find()) {
      return true;
    }
    return origins.stream()
        .map(SEGMENT::matcher)
        .filter(Matcher::find)
        .allMatch(other -> other.group().equals(segment.group()));
  }

  /// All lines that a frame gives, at most 240.
  List<Filled> fill(Frame frame) {
    boolean many = facts.names().number() == Names.Number.MANY;
    String agreed = AGREE.matcher(frame.template()).replaceAll(many ? "$2" : "$1");
    List<Filled> filled = new ArrayList<>();
    fill(frame, agreed, List.of(), filled);
    return filled;
  }

  private void fill(Frame frame, String text, List<String> origins, List<Filled> into) {
    Matcher slot = SLOT.matcher(text);
    if (into.size() == FILLED_MAX) {
      return;
    }
    if (!slot.find()) {
      into.add(new Filled(frame, Words.sentenceCase(text), origins));
      return;
    }
    boolean fixed = Set.of("name", "first", "brand", "kw", "core").contains(slot.group(1));
    for (Fill fill : fills.getOrDefault(slot.group(1), List.of())) {
      if (fixed || (!origins.contains(fill.origin()) && sameSegment(fill.origin(), origins))) {
        List<String> more = new ArrayList<>(origins);
        more.add(fill.origin());
        String next = text.substring(0, slot.start()) + fill.text() + text.substring(slot.end());
        fill(frame, next, more, into);
      }
    }
  }
}
