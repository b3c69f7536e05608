package io.raptorflow.guild.muse;

import io.raptorflow.agent.Composer;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.agent.offline.text.BriefFacts;
import io.raptorflow.agent.offline.text.Copywriter;
import io.raptorflow.agent.offline.text.Copywriter.Wish;
import io.raptorflow.agent.offline.text.Frame;
import io.raptorflow.agent.offline.text.Frame.Angle;
import io.raptorflow.agent.offline.text.Line;
import io.raptorflow.agent.offline.text.Lines;
import io.raptorflow.agent.offline.text.Similarity;
import io.raptorflow.agent.offline.text.TextWidth;
import io.raptorflow.agent.offline.text.Words;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.guild.muse.output.SearchAd;
import io.raptorflow.guild.muse.output.SearchAd.Sitelink;
import io.raptorflow.guild.muse.output.SearchAd.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Writes a responsive search ad from the brief (MUSE-002).
final class SearchAdComposer implements Composer {
  private static final List<Frame> LABELS =
      Lines.HEADLINES.stream()
          .filter(
              frame -> Set.of(Angle.FEATURE, Angle.CATEGORY, Angle.PROOF).contains(frame.angle()))
          .toList();

  @Override
  public String output() {
    return SearchAd.class.getSimpleName();
  }

  @Override
  public JsonNode compose(TaskInputs inputs) {
    WritingDesk desk = WritingDesk.of(inputs);
    BriefFacts facts = desk.facts();
    Copywriter writer = desk.writer();
    List<String> gaps = new ArrayList<>(facts.gaps());
    String name = facts.names().product();
    List<Text> headlines =
        texts(
            writer.pick(
                Lines.HEADLINES,
                new Wish(
                    "rsa-headlines",
                    4,
                    SearchAd.HEADLINE_MAX,
                    SearchAd.HEADLINES,
                    3,
                    15,
                    Set.of())));
    List<Text> descriptions = descriptions(writer);
    if (headlines.size() < SearchAd.HEADLINES) {
      gaps.add(
          "headlines of %s: %d of %d, the brief does not carry more different ones"
              .formatted(name, headlines.size(), SearchAd.HEADLINES));
    }
    long keyed =
        headlines.stream().filter(h -> Words.holds(h.text(), facts.names().keyword())).count();
    if (keyed < 3) {
      gaps.add(
          "headlines of %s: %d hold the keyword '%s', which leaves little room in %d characters"
              .formatted(name, keyed, facts.names().keyword(), SearchAd.HEADLINE_MAX));
    }
    if (descriptions.size() < SearchAd.DESCRIPTIONS) {
      gaps.add(
          "descriptions of %s: %d of %d, the brief does not carry more different ones"
              .formatted(name, descriptions.size(), SearchAd.DESCRIPTIONS));
    }
    String url = facts.brief().brand().url();
    if (url.isEmpty()) {
      gaps.add("brief:/brand/url is missing: the ad for " + name + " has no final URL");
    }
    List<Sitelink> sitelinks = sitelinks(facts, writer);
    if (!sitelinks.isEmpty()) {
      gaps.add(
          "sitelinks of %s point at sections of %s: name the real pages before they run"
              .formatted(name, url));
    }
    List<String> paths = paths(facts);
    return CanonicalJson.MAPPER.valueToTree(
        new SearchAd(
            name + " | " + facts.names().keyword(),
            facts.names().keyword(),
            headlines,
            descriptions,
            paths.isEmpty() ? "" : paths.getFirst(),
            paths.size() < 2 ? "" : paths.get(1),
            url,
            sitelinks,
            callouts(writer),
            gaps));
  }

  /// Long ones first; short ones only where the brief carries no more.
  private static List<Text> descriptions(Copywriter writer) {
    List<Text> descriptions = new ArrayList<>();
    for (int least : List.of(40, 16)) {
      for (Line line :
          writer.pick(
              Lines.STATEMENTS,
              new Wish(
                  "rsa-descriptions",
                  least,
                  SearchAd.DESCRIPTION_MAX,
                  SearchAd.DESCRIPTIONS,
                  0,
                  0,
                  Set.of()))) {
        boolean fresh =
            descriptions.stream()
                .noneMatch(d -> Similarity.jaroWinkler(d.text(), line.text()) >= 0.80);
        if (fresh && descriptions.size() < SearchAd.DESCRIPTIONS) {
          descriptions.add(new Text(line.text(), line.angle().label(), line.claims()));
        }
      }
    }
    return descriptions;
  }

  private static List<Text> texts(List<Line> lines) {
    return lines.stream()
        .map(line -> new Text(WritingDesk.headline(line), line.angle().label(), line.claims()))
        .toList();
  }

  /// The keyword, then what the product is called, each as a path of at most 15 characters.
  private static List<String> paths(BriefFacts facts) {
    return Stream.of(facts.names().keyword(), facts.names().product(), facts.names().first())
        .map(name -> Words.normal(name).replaceAll("[^\\p{L}\\p{N} ]", "").replace(' ', '-'))
        .map(path -> path.toLowerCase(Locale.ROOT))
        .filter(path -> !path.isEmpty() && TextWidth.google(path) <= SearchAd.PATH_MAX)
        .distinct()
        .limit(2)
        .toList();
  }

  private static List<String> callouts(Copywriter writer) {
    return writer
        .pick(LABELS, new Wish("callouts", 4, SearchAd.CALLOUT_MAX, 4, 0, 0, Set.of()))
        .stream()
        .map(WritingDesk::headline)
        .toList();
  }

  /// One part of a site that a link may lead to.
  private record Part(String anchor, List<String> labels, Set<Angle> angles) {
    List<Frame> frames() {
      return Lines.HEADLINES.stream().filter(frame -> angles.contains(frame.angle())).toList();
    }
  }

  /// One link per part of the site that a brief lets us promise: what it does, what it costs, who
  /// it is for, how to start. Each with two lines that fit, or it is left out.
  private static List<Sitelink> sitelinks(BriefFacts facts, Copywriter writer) {
    String url = facts.brief().brand().url();
    if (url.isEmpty()) {
      return List.of();
    }
    String first = facts.names().first();
    String keyword = facts.names().keyword();
    List<Part> parts = new ArrayList<>();
    parts.add(
        new Part(
            "features",
            List.of(first + " in detail", "What " + first + " has", keyword),
            Set.of(Angle.FEATURE, Angle.PROOF)));
    if (facts.brief().product().price() != null) {
      parts.add(
          new Part(
              "price",
              List.of(first + " price", "Cost of " + first, keyword + " price"),
              Set.of(Angle.PRICE, Angle.CATEGORY)));
    }
    parts.add(
        new Part(
            "audience",
            List.of("Who " + first + " is for", "Is " + first + " for me", keyword),
            Set.of(Angle.AUDIENCE, Angle.TRIGGER)));
    parts.add(
        new Part(
            "start",
            List.of(Copywriter.action(facts), "Start with " + first, "Get " + first),
            Set.of(Angle.ACTION, Angle.BRAND)));
    List<Sitelink> links = new ArrayList<>();
    for (Part part : parts) {
      List<Line> lines =
          writer.pick(
              part.frames(),
              new Wish(
                  "sitelink-" + part.anchor(), 8, SearchAd.SITELINK_LINE_MAX, 2, 0, 0, Set.of()));
      part.labels().stream()
          .map(Words::sentenceCase)
          .filter(text -> TextWidth.google(text) <= SearchAd.SITELINK_MAX)
          .filter(
              text ->
                  facts.rules().admits(text)
                      && links.stream()
                          .noneMatch(link -> Similarity.jaroWinkler(link.text(), text) >= 0.80))
          .findFirst()
          .filter(_ -> lines.size() == 2)
          .ifPresent(
              text ->
                  links.add(
                      new Sitelink(
                          text,
                          WritingDesk.headline(lines.get(0)),
                          WritingDesk.headline(lines.get(1)),
                          url.replaceFirst("/+$", "") + "/#" + part.anchor())));
    }
    return List.copyOf(links);
  }
}
