package io.raptorflow.guild.muse;

import static io.raptorflow.agent.offline.text.Frame.Angle.AUDIENCE;
import static io.raptorflow.agent.offline.text.Frame.Angle.BRAND;
import static io.raptorflow.agent.offline.text.Frame.Angle.CATEGORY;
import static io.raptorflow.agent.offline.text.Frame.Angle.FEATURE;
import static io.raptorflow.agent.offline.text.Frame.Angle.TRIGGER;

import io.raptorflow.agent.Composer;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.agent.offline.text.BriefFacts;
import io.raptorflow.agent.offline.text.Copywriter;
import io.raptorflow.agent.offline.text.Copywriter.Wish;
import io.raptorflow.agent.offline.text.Fact;
import io.raptorflow.agent.offline.text.Frame;
import io.raptorflow.agent.offline.text.Frame.Angle;
import io.raptorflow.agent.offline.text.Line;
import io.raptorflow.agent.offline.text.Lines;
import io.raptorflow.agent.offline.text.Similarity;
import io.raptorflow.agent.offline.text.Words;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.campaign.BrandBrief.Voice;
import io.raptorflow.guild.muse.output.BrandVoice;
import io.raptorflow.guild.muse.output.BrandVoice.Tagline;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Writes the brand-voice card (MUSE-027).
final class BrandVoiceComposer implements Composer {
  private static final List<Frame> TAGLINES =
      List.of(
          Frame.of(FEATURE, "4C", "{nh}. Made for {people}."),
          Frame.of(FEATURE, "4C", "The {kw} that {vk}"),
          Frame.of(FEATURE, "4C", "{name}: {nh}, as stated"),
          Frame.of(CATEGORY, "4C", "{kws}, plainly {brand}"),
          Frame.of(CATEGORY, "4C", "{core}. By {brand}."),
          Frame.of(AUDIENCE, "4C", "{kws} for {people}"),
          Frame.of(AUDIENCE, "4C", "{people}, meet {name}"),
          Frame.of(TRIGGER, "4C", "Ready for {thetrig}"),
          Frame.of(BRAND, "4C", "{brand} and {thetrig}"));
  private static final List<Frame> PLATFORM =
      List.of(
          Frame.of(CATEGORY, "4C", "{name} {is|are} {acore} for {people}."),
          Frame.of(CATEGORY, "4C", "{name} {is|are} {acore} from {brand}."),
          Frame.of(CATEGORY, "4C", "{acore} for {people}, by {brand}."));
  private static final List<Frame> EXAMPLES =
      Lines.STATEMENTS.stream()
          .filter(frame -> Set.of(FEATURE, Angle.PAIN, Angle.PRICE).contains(frame.angle()))
          .toList();

  @Override
  public String output() {
    return BrandVoice.class.getSimpleName();
  }

  @Override
  public JsonNode compose(TaskInputs inputs) {
    WritingDesk desk = WritingDesk.of(inputs);
    BriefFacts facts = desk.facts();
    Copywriter writer = desk.writer();
    List<Line> examples =
        writer.pick(EXAMPLES, new Wish("voice-examples", 30, 120, 6, 0, 0, Set.of()));
    List<String> gaps = new ArrayList<>(facts.gaps());
    List<Tagline> taglines = taglines(facts, writer);
    if (taglines.size() < BrandVoice.TAGLINES_MIN) {
      gaps.add(
          "%d tagline candidates for %s: the brief carries no more"
              .formatted(taglines.size(), facts.names().brand()));
    }
    gaps.add(
        "tagline candidates for "
            + facts.names().brand()
            + " have not been searched for trade marks; a register export would answer it");
    VoiceRules rules = new VoiceRules(facts);
    return CanonicalJson.MAPPER.valueToTree(
        new BrandVoice(
            platformLine(facts, writer),
            rules.rules(),
            rules.dos(examples.stream().map(Line::text).toList()),
            rules.donts(),
            use(facts),
            avoid(facts),
            taglines,
            gaps));
  }

  /// The brand's own line where it has one that may run, else the line that fits its tone.
  private static String platformLine(BriefFacts facts, Copywriter writer) {
    Voice voice = facts.brief().brand().voice();
    if (!voice.sample().isBlank()
        && voice.sample().length() <= 200
        && facts.rules().admits(voice.sample())) {
      return voice.sample();
    }
    List<Line> lines = writer.pick(PLATFORM, new Wish("platform", 12, 160, 1, 0, 0, Set.of()));
    return lines.isEmpty()
        ? facts.names().product() + " by " + facts.names().brand() + "."
        : lines.getFirst().text();
  }

  private static List<Tagline> taglines(BriefFacts facts, Copywriter writer) {
    List<Tagline> taglines = new ArrayList<>();
    for (String sentence : Words.sentences(facts.brief().brand().voice().sample())) {
      String line = sentence.replaceAll("[.]+$", "");
      int words = Words.of(line).size();
      if (words >= 4 && words <= BrandVoice.TAGLINE_WORDS_MAX && facts.rules().admits(line)) {
        taglines.add(new Tagline(line, "own line"));
      }
    }
    for (String trait : facts.brief().brand().voice().traits()) {
      if (trait.matches("\\p{L}+")) {
        Stream.of(
                new Tagline(
                    Words.sentenceCase(trait + " about " + facts.names().keywords()), "voice"),
                new Tagline(
                    Words.sentenceCase(facts.names().product() + ", the " + trait + " way"),
                    "voice"))
            .forEach(line -> add(line, facts, taglines));
      }
    }
    writer
        .pick(TAGLINES, new Wish("taglines", 8, 60, 6, 0, 0, Set.of()))
        .forEach(
            line ->
                add(
                    new Tagline(WritingDesk.headline(line), line.angle().label()),
                    facts,
                    taglines));
    return taglines.stream().limit(8).toList();
  }

  private static void add(Tagline line, BriefFacts facts, List<Tagline> into) {
    boolean fresh =
        into.stream().noneMatch(t -> Similarity.jaroWinkler(t.text(), line.text()) >= 0.80);
    boolean brief = Words.of(line.text()).size() <= BrandVoice.TAGLINE_WORDS_MAX;
    if (fresh && brief && facts.rules().admits(line.text())) {
      into.add(line);
    }
  }

  private static List<String> use(BriefFacts facts) {
    Set<String> use = new LinkedHashSet<>();
    use.add(facts.names().product());
    use.add(facts.names().keyword());
    for (Fact feature : facts.features()) {
      use.add(feature.phrase().head().orElse(feature.phrase().plain().text()));
    }
    return List.copyOf(use);
  }

  private static List<String> avoid(BriefFacts facts) {
    return Stream.concat(
            facts.brief().brand().voice().avoid().stream(),
            facts.brief().product().notAllowedClaims().stream())
        .filter(text -> !io.raptorflow.agent.offline.text.CopyRules.readsAsInstruction(text))
        .distinct()
        .toList();
  }
}
