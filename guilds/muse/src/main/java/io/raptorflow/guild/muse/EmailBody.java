package io.raptorflow.guild.muse;

import static io.raptorflow.agent.offline.text.Frame.Angle.AUDIENCE;
import static io.raptorflow.agent.offline.text.Frame.Angle.CATEGORY;
import static io.raptorflow.agent.offline.text.Frame.Angle.FEATURE;
import static io.raptorflow.agent.offline.text.Frame.Angle.PAIN;
import static io.raptorflow.agent.offline.text.Frame.Angle.PRICE;
import static io.raptorflow.agent.offline.text.Frame.Angle.PROOF;
import static io.raptorflow.agent.offline.text.Frame.Angle.TRIGGER;
import static io.raptorflow.agent.offline.text.Tone.Register.CALM;
import static io.raptorflow.agent.offline.text.Tone.Register.DRY;
import static io.raptorflow.agent.offline.text.Tone.Register.PLAIN;
import static io.raptorflow.agent.offline.text.Tone.Register.PRECISE;
import static io.raptorflow.agent.offline.text.Tone.Register.WARM;

import io.raptorflow.agent.offline.text.BriefFacts;
import io.raptorflow.agent.offline.text.BriefFacts.Group;
import io.raptorflow.agent.offline.text.Copywriter;
import io.raptorflow.agent.offline.text.Copywriter.Wish;
import io.raptorflow.agent.offline.text.Frame;
import io.raptorflow.agent.offline.text.Line;
import io.raptorflow.agent.offline.text.Readability;
import io.raptorflow.guild.muse.output.EmailCopy.Section;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The body of an email, part by part: PAS where the segment has a pain that may be named, AIDA
/// where it has none.
record EmailBody(String framework, String angle, List<Section> sections) {
  private static final List<Frame> PROBLEM =
      List.of(
          Frame.of(PAIN, "PAS", "{pain}. {pain2}. {people} know the list.", DRY, PLAIN),
          Frame.of(
              PAIN, "PAS", "{people} tell {brand} about two things: {pain}, and {pain2}.", WARM),
          Frame.of(PAIN, "PAS", "For {people}, it comes down to this: {pain}.", PRECISE, CALM),
          Frame.of(PAIN, "PAS", "{people} know this one: {pain}.", CALM, PLAIN),
          Frame.of(PAIN, "PAS", "At {brand}, one note stays on the wall: {pain}.", DRY));
  private static final List<Frame> AGITATE =
      List.of(
          Frame.of(TRIGGER, "PAS", "Then {comes}.", DRY, PLAIN),
          Frame.of(TRIGGER, "PAS", "And then {comes}.", CALM, WARM),
          Frame.of(TRIGGER, "PAS", "Add {thetrig}, and there is a plan to make.", PRECISE, CALM),
          Frame.of(PAIN, "PAS", "It does not stop there: {pain}.", CALM, PRECISE),
          Frame.of(AUDIENCE, "PAS", "{people} have enough on their plate.", WARM, CALM));
  private static final List<Frame> ATTENTION =
      List.of(
          Frame.of(TRIGGER, "AIDA", "{trig} on the list? Then this is for {people}.", WARM, PLAIN),
          Frame.of(AUDIENCE, "AIDA", "This note from {brand} is for {people}.", CALM, PLAIN, WARM),
          Frame.of(AUDIENCE, "AIDA", "{people} asked for {acore}, so here is {name}.", WARM),
          Frame.of(CATEGORY, "AIDA", "Here is {name}, {acore} from {brand}.", PLAIN, CALM));
  private static final List<Frame> WHAT =
      List.of(
          Frame.of(CATEGORY, "4C", "{name} {is|are} {acore} with {parts}.", PLAIN, PRECISE),
          Frame.of(CATEGORY, "4C", "{name} {is|are} {acore} for {people}.", WARM, CALM, PRECISE),
          Frame.of(CATEGORY, "4C", "{brand} made {acore} and called {it|them} {name}.", DRY),
          Frame.of(CATEGORY, "4C", "This is {name} by {brand}.", PLAIN, CALM));
  private static final List<Frame> POINTS =
      List.of(
          Frame.of(FEATURE, "FAB", "{it|they} {vf}.", PLAIN, PRECISE, CALM),
          Frame.of(FEATURE, "FAB", "You get {anf}.", PLAIN, WARM, CALM, PRECISE),
          Frame.of(FEATURE, "FAB", "{it|they} {is|are} {sf}.", PLAIN, WARM, CALM, PRECISE),
          Frame.of(FEATURE, "FAB", "{name} {comes|come} with {anf}.", PLAIN, WARM),
          Frame.of(FEATURE, "FAB", "Included: {nf}.", PRECISE, CALM),
          Frame.of(FEATURE, "FAB", "Also worth knowing: {f}.", DRY));
  private static final List<Frame> EVIDENCE =
      List.of(
          Frame.of(PROOF, "4P", "On file at {brand}: {claim}.", PLAIN, PRECISE, CALM),
          Frame.of(PROOF, "4P", "What {brand} can show: {claim}.", WARM, PRECISE));
  private static final List<Frame> COST =
      List.of(
          Frame.of(PRICE, "4C", "{name} {costs|cost} {priceper}.", PLAIN, PRECISE, CALM),
          Frame.of(PRICE, "4C", "The price of {name} is {priceper}.", CALM));
  private static final Pattern FACT = Pattern.compile("/(?:features|proof|pains|triggers)/\\d+$");
  private static final int POINTS_MAX = 4;
  private static final int EVIDENCE_MAX = 2;

  EmailBody {
    sections = List.copyOf(sections);
  }

  static EmailBody write(WritingDesk desk, Group group, Copywriter writer) {
    BriefFacts facts = desk.facts();
    boolean pain = !group.pains().isEmpty();
    List<Section> sections = new ArrayList<>();
    opening(facts).ifPresent(line -> sections.add(new Section("opening", line)));
    Set<String> said = new HashSet<>();
    String problem = one(writer, "opening", pain ? PROBLEM : ATTENTION, said);
    sections.add(new Section(pain ? "problem" : "attention", orName(problem, facts)));
    String what = one(writer, "what", WHAT, said);
    String points = many(writer, "points", POINTS, POINTS_MAX);
    if (pain) {
      String more = one(writer, "agitate", AGITATE, said);
      sections.add(new Section("agitate", orName(more, facts)));
      sections.add(new Section("solve", join(what, points)));
    } else {
      sections.add(new Section("interest", orName(what, facts)));
      sections.add(new Section("desire", points.isEmpty() ? orName("", facts) : points));
    }
    String evidence = many(writer, "evidence", EVIDENCE, EVIDENCE_MAX);
    if (!evidence.isEmpty()) {
      sections.add(new Section("proof", evidence));
    }
    String cost = one(writer, "cost", COST, said);
    String where = facts.names().host().isEmpty() ? facts.names().brand() : facts.names().host();
    String action = Copywriter.action(facts) + " at " + where + ".";
    sections.add(new Section("action", join(cost, action)));
    String angle = pain ? PAIN.label() : CATEGORY.label();
    return new EmailBody(pain ? "PAS" : "AIDA", angle, readable(sections, facts));
  }

  /// The brand's own line opens the mail where it may run.
  private static Optional<String> opening(BriefFacts facts) {
    String sample = facts.brief().brand().voice().sample();
    boolean fits = !sample.isBlank() && sample.length() <= 160 && facts.rules().admits(sample);
    return fits ? Optional.of(sample) : Optional.empty();
  }

  /// The line that fits best among those that tell nothing twice.
  private static String one(Copywriter writer, String label, List<Frame> frames, Set<String> said) {
    for (Line line : writer.pick(frames, wish(label, 6))) {
      if (facts(line).stream().noneMatch(said::contains)) {
        said.addAll(facts(line));
        return line.text();
      }
    }
    return "";
  }

  /// Each fact once, in its best shape.
  private static String many(Copywriter writer, String label, List<Frame> frames, int most) {
    List<String> texts = new ArrayList<>();
    Set<String> told = new HashSet<>();
    for (Line line : writer.pick(frames, wish(label, 12))) {
      String opening = line.text().split(" ", 2)[0];
      boolean echo = texts.stream().anyMatch(text -> text.startsWith(opening));
      boolean plain = opening.length() <= 4;
      boolean fresh = facts(line).stream().noneMatch(told::contains);
      if (texts.size() < most && (plain || !echo) && fresh) {
        told.addAll(facts(line));
        texts.add(line.text());
      }
    }
    return String.join(" ", texts);
  }

  private static List<String> facts(Line line) {
    return line.citations().stream().filter(at -> FACT.matcher(at).find()).toList();
  }

  private static Wish wish(String label, int count) {
    return new Wish("email-" + label, 4, 240, count, 0, 0, Set.of());
  }

  private static String orName(String text, BriefFacts facts) {
    return text.isEmpty()
        ? facts.names().brand() + " would like to show you " + facts.names().product() + "."
        : text;
  }

  private static String join(String... parts) {
    return String.join(" ", Stream.of(parts).filter(part -> !part.isEmpty()).toList());
  }

  /// Leaves out the hardest optional parts until the body reads at the brand's grade.
  private static List<Section> readable(List<Section> sections, BriefFacts facts) {
    List<Section> kept = new ArrayList<>(sections);
    int grade = facts.brief().brand().voice().gradeMax();
    for (String optional : List.of("proof", "opening")) {
      String body = String.join("\n", kept.stream().map(Section::text).toList());
      Readability measured = Readability.of(body);
      if (measured.words() >= 100 && measured.grade() > grade) {
        kept.removeIf(section -> section.role().equals(optional));
      }
    }
    return kept;
  }
}
