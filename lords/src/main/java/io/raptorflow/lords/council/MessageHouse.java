package io.raptorflow.lords.council;

import static io.raptorflow.agent.offline.text.Frame.Angle.PROMISE;

import io.raptorflow.agent.TaskInputs;
import io.raptorflow.agent.offline.text.BriefFacts;
import io.raptorflow.agent.offline.text.BriefFacts.Group;
import io.raptorflow.agent.offline.text.BriefFacts.Names;
import io.raptorflow.agent.offline.text.Copywriter;
import io.raptorflow.agent.offline.text.Fact;
import io.raptorflow.agent.offline.text.Frame;
import io.raptorflow.agent.offline.text.Line;
import io.raptorflow.agent.offline.text.Phrase;
import io.raptorflow.agent.offline.text.Tone.Register;
import io.raptorflow.agent.offline.text.Words;
import io.raptorflow.campaign.BrandBrief.Proof;
import io.raptorflow.lords.council.Strategy.Pillar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// One promise, the position behind it and the pillars that carry it, in sentences whose grammar
/// follows what kind of phrase each feature is.
final class MessageHouse {
  private static final int PILLARS = 3;
  private static final int LINE_MAX = 150;

  /// Promises, best first: a later row is for briefs that do not carry an earlier one.
  private static final List<List<Frame>> PROMISES =
      List.of(
          List.of(
              frame("Where {people} face {tpain}, {name} {gives|give} them {anf}."),
              frame("Where {people} face {tpain}, {name} {vf}."),
              frame("{people} who face {tpain} get {anf} with {name}.")),
          List.of(
              frame("{name} {gives|give} {people} {anf}."),
              frame("For {people}, {name} {vf} and {vf2}."),
              frame("{people} get {anf} and {anf2} with {name}."),
              frame("For {people}, {name} {vf}, with {anf}.")),
          List.of(
              frame("For {people}, {name} {vf}."),
              frame("For {people}, {name} {is|are} {sf}."),
              frame("{name} {vf}."),
              frame("{name} {is|are} {acore} with {anf}.")),
          List.of(
              frame("{name} {is|are} {acore} for {people}."),
              frame("{name} {is|are} {acore} from {brand}.")));

  private static final List<List<Frame>> POSITIONS =
      List.of(
          List.of(frame("For {people}, {name} {is|are} {acore} from {brand}.")),
          List.of(frame("{name} {is|are} {acore} from {brand}.")));

  private final BriefFacts facts;
  private final Copywriter writer;
  private final Copywriter lead;
  private final boolean many;

  MessageHouse(BriefFacts facts, TaskInputs inputs) {
    this.facts = facts;
    this.many = facts.names().number() == Names.Number.MANY;
    List<Group> first = facts.segments().stream().limit(1).toList();
    this.writer = writer(facts, first, inputs);
    this.lead = writer(withFirstFeatureAlone(facts), first, inputs);
  }

  private static Copywriter writer(BriefFacts facts, List<Group> groups, TaskInputs inputs) {
    return new Copywriter(
        new Copywriter.Sources(facts, groups, List.of(), inputs.notes(), inputs.seed()));
  }

  /// A brand names first what it leads with.
  private static BriefFacts withFirstFeatureAlone(BriefFacts facts) {
    return new BriefFacts(
        facts.brief(),
        facts.rules(),
        facts.names(),
        facts.features().stream().limit(1).toList(),
        facts.claims(),
        facts.segments(),
        facts.gaps());
  }

  private static Frame frame(String template) {
    return Frame.of(PROMISE, "4P", template, Register.PLAIN, Register.CALM);
  }

  String promise() {
    return first("promise", PROMISES);
  }

  private String first(String place, List<List<Frame>> rows) {
    for (List<Frame> row : rows) {
      for (Copywriter hand : List.of(lead, writer)) {
        List<Line> lines =
            hand.pick(row, new Copywriter.Wish(place, 1, LINE_MAX, 1, 0, 0, Set.of()));
        if (!lines.isEmpty()) {
          return lines.getFirst().text();
        }
      }
    }
    return "%s by %s.".formatted(facts.names().product(), facts.names().brand());
  }

  String positioning() {
    List<String> sentences = new ArrayList<>();
    sentences.add(first("positioning", POSITIONS));
    List<String> said =
        facts.features().stream().limit(PILLARS).map(f -> said(it(), f.phrase())).toList();
    if (!said.isEmpty()) {
      sentences.add(
          "What sets %s apart: %s.".formatted(facts.names().product(), String.join("; ", said)));
    }
    List<Proof> shown = uncarried();
    if (!shown.isEmpty()) {
      sentences.add("%s can show %s.".formatted(facts.names().brand(), claims(shown)));
    }
    return String.join(" ", sentences);
  }

  /// Features, each with its proof; where a proof is carried by no feature, it gets a pillar of its
  /// own.
  List<Pillar> pillars() {
    List<Proof> loose = uncarried();
    List<Pillar> pillars = new ArrayList<>();
    facts.features().stream()
        .limit(loose.isEmpty() ? PILLARS : PILLARS - 1)
        .forEach(feature -> pillars.add(pillar(feature, pillars.size())));
    if (!loose.isEmpty()) {
      pillars.add(
          new Pillar(
              "What %s can show".formatted(facts.names().brand()),
              "For %s, there is evidence: %s.".formatted(facts.names().product(), claims(loose)),
              loose.stream().map(Proof::id).toList()));
    }
    if (pillars.isEmpty()) {
      pillars.add(
          new Pillar(
              Words.sentenceCase(facts.names().core()),
              first("positioning", POSITIONS),
              List.of()));
    }
    return pillars;
  }

  private Pillar pillar(Fact feature, int at) {
    StringBuilder text = new StringBuilder(said(facts.names().product(), feature.phrase()));
    text.append('.');
    pain(at).ifPresent(pain -> text.append(" Test it first against “%s”.".formatted(pain)));
    for (Proof proof : proofs(feature.claims())) {
      text.append(
          " %s carries it: “%s”, %s.".formatted(proof.id(), proof.claim(), proof.evidence()));
    }
    return new Pillar(
        Words.sentenceCase(feature.phrase().plain().text()), text.toString(), feature.claims());
  }

  /// Pains take turns, for nobody has told which feature answers which.
  private Optional<String> pain(int at) {
    List<String> pains =
        facts.segments().stream()
            .flatMap(group -> group.pains().stream())
            .map(pain -> pain.phrase().text())
            .toList();
    return pains.isEmpty() ? Optional.empty() : Optional.of(pains.get(at % pains.size()));
  }

  /// Valid proofs that the rules admit and no pillar's feature states.
  private List<Proof> uncarried() {
    Set<String> carried =
        facts.features().stream()
            .limit(PILLARS)
            .flatMap(feature -> feature.claims().stream())
            .collect(Collectors.toSet());
    return proofs(
        facts.claims().stream()
            .flatMap(claim -> claim.claims().stream())
            .filter(id -> !carried.contains(id))
            .distinct()
            .toList());
  }

  private List<Proof> proofs(List<String> ids) {
    return facts.brief().validProofs().stream().filter(p -> ids.contains(p.id())).toList();
  }

  private static String claims(List<Proof> proofs) {
    return Words.list(
        proofs.stream().map(p -> "“%s” (%s)".formatted(p.claim(), p.evidence())).toList());
  }

  private String it() {
    return many ? "they" : "it";
  }

  /// A feature with a subject before it; what has its own subject, or a noun of which nobody can
  /// tell whether it can be counted, stands after the name alone.
  private String said(String subject, Phrase feature) {
    String alone =
        subject.equals(it()) ? feature.text() : "%s: %s".formatted(subject, feature.text());
    return switch (feature.kind()) {
      case VERB -> subject + " " + (many ? base(feature.text()) : feature.text());
      case NOUN ->
          feature
              .withArticle()
              .map(noun -> subject + (many ? " come with " : " comes with ") + noun)
              .orElse(alone);
      case STATE -> subject + (many ? " are " : " is ") + feature.text();
      case OTHER -> alone;
    };
  }

  private static String base(String text) {
    String[] words = text.split(" ", 2);
    String verb = Words.baseVerb(words[0]);
    return words.length == 1 ? verb : verb + " " + words[1];
  }
}
