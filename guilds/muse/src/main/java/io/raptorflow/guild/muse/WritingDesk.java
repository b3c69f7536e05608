package io.raptorflow.guild.muse;

import io.raptorflow.agent.TaskInputs;
import io.raptorflow.agent.offline.text.BriefFacts;
import io.raptorflow.agent.offline.text.BriefFacts.Group;
import io.raptorflow.agent.offline.text.Copywriter;
import io.raptorflow.agent.offline.text.Line;
import io.raptorflow.agent.offline.text.Phrase;
import io.raptorflow.agent.offline.text.Words;
import io.raptorflow.campaign.BrandBrief;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What lies on the desk of every Muse composer: the facts of the brief, what strategy and voice
/// card say, and the notes of reviewers.
record WritingDesk(TaskInputs inputs, BriefFacts facts, List<String> promises) {

  WritingDesk {
    promises = List.copyOf(promises);
  }

  /// Lays out the desk.
  ///
  /// @throws IllegalArgumentException when the task came without a brief
  static WritingDesk of(TaskInputs inputs) {
    BrandBrief brief = inputs.brief();
    if (brief == null) {
      throw new IllegalArgumentException("a Muse agent needs the input 'brief'");
    }
    List<String> avoid = texts(inputs, "brand_voice", "avoid");
    BriefFacts facts = BriefFacts.of(brief, avoid);
    List<String> promises = new ArrayList<>();
    Stream.of(
            inputs.document("strategy").map(s -> s.path("promise").asString("")).stream(),
            inputs.document("brand_voice").map(v -> v.path("platformLine").asString("")).stream())
        .flatMap(lines -> lines)
        .map(line -> line.strip().replaceAll("[.\\s]+$", ""))
        .filter(line -> !line.isBlank() && mayRun(line, facts))
        .distinct()
        .forEach(promises::add);
    return new WritingDesk(inputs, facts, promises);
  }

  private static boolean mayRun(String line, BriefFacts facts) {
    return ownLine(line, facts) && facts.rules().admits(line) && hasSubjects(line, facts);
  }

  /// Whether each feature in the line that begins with a verb has a subject before it: a promise
  /// put together by rule may say `brings reads invoices`.
  private static boolean hasSubjects(String line, BriefFacts facts) {
    String lower = " " + Words.normal(line);
    return facts.features().stream()
        .filter(feature -> feature.phrase().kind() == Phrase.Kind.VERB)
        .map(feature -> " " + Words.normal(feature.phrase().text()))
        .filter(lower::contains)
        .allMatch(
            verb -> {
              String before = lower.substring(0, lower.indexOf(verb));
              return Stream.of(" it", " they", " that", " which", " and").anyMatch(before::endsWith)
                  || before.endsWith(Words.normal(facts.names().product()));
            });
  }

  /// Whether a line says something that belongs to this brand alone: a name of it, or words of its
  /// own sample.
  private static boolean ownLine(String line, BriefFacts facts) {
    String sample = facts.brief().brand().voice().sample();
    return Stream.of(facts.names().product(), facts.names().brand(), facts.names().keyword())
            .anyMatch(name -> Words.holds(line, name))
        || Words.holds(sample, line);
  }

  private static List<String> texts(TaskInputs inputs, String document, String field) {
    return inputs.document(document).stream()
        .flatMap(d -> d.path(field).values().stream())
        .map(JsonNode::asString)
        .filter(text -> !text.isBlank())
        .toList();
  }

  /// A writer that speaks to some segments.
  Copywriter writer(List<Group> groups) {
    return new Copywriter(
        new Copywriter.Sources(facts, groups, promises, inputs.notes(), inputs.seed()));
  }

  /// A writer that speaks to the whole audience.
  Copywriter writer() {
    return writer(facts.segments());
  }

  /// The line as a headline: one sentence loses its full stop.
  static String headline(Line line) {
    String text = line.text();
    boolean single = Words.sentences(text).size() == 1 && text.endsWith(".");
    return single ? text.substring(0, text.length() - 1) : text;
  }
}
