package io.raptorflow.guild.matrix.computed;

import io.raptorflow.agent.Computation;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.guild.matrix.computed.Texts.Text;
import io.raptorflow.guild.matrix.method.Proportions;
import io.raptorflow.guild.matrix.method.Vader;
import io.raptorflow.guild.matrix.output.Check.Verdict;
import io.raptorflow.guild.matrix.output.SentimentReport;
import io.raptorflow.guild.matrix.output.SentimentReport.Month;
import io.raptorflow.guild.matrix.output.SentimentReport.Source;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// MTX-014: the tone of short English texts, source by source, with examples by id. Texts in other
/// languages are counted and not judged.
public final class SentimentAnalyst implements Computation {
  private static final String METHOD =
      "VADER lexicon and rules; positive from 0.05, negative to -0.05; by source";
  private static final int EXAMPLES = 3;

  /// Holds the lexicon, which is read at the first text and not at the start of the process.
  private static final class Lexicon {
    private static final Vader ENGLISH = Vader.english();
  }

  private record Settings(double threshold, int textsMin) {
    static Settings from(SettingReader settings) {
      return new Settings(
          settings.number("threshold", 0.05, 0, 0.9), settings.whole("texts_min", 30, 30, 100_000));
    }
  }

  /// A text with its score.
  private record Scored(Text text, double compound) {}

  @Override
  public Result compute(TaskInputs inputs) {
    return Study.of(METHOD, inputs, Settings::from, Texts.SHAPE, SentimentAnalyst::run);
  }

  private static Result run(Study study, Settings settings, List<Text> rows) {
    List<Text> texts = Texts.distinct(study, rows);
    Map<String, Integer> foreign = new TreeMap<>();
    Map<String, List<Scored>> bySource = new TreeMap<>();
    for (Text text : texts) {
      if (text.language().equals("en")) {
        bySource
            .computeIfAbsent(text.source(), source -> new ArrayList<>())
            .add(new Scored(text, Lexicon.ENGLISH.compound(text.text())));
      } else {
        foreign.merge(text.language(), 1, Integer::sum);
      }
    }
    foreign.forEach(
        (language, count) ->
            study.refuse(
                "%d texts in '%s' were not judged: there is no lexicon"
                    .formatted(count, language)));
    int read = bySource.values().stream().mapToInt(List::size).sum();
    if (read < settings.textsMin()) {
      study.refuse(
          "texts hold %d different English texts, at least %d are needed"
              .formatted(read, settings.textsMin()));
      return new Refused(study.refusals());
    }
    List<Source> sources = new ArrayList<>();
    bySource.forEach((name, scored) -> sources.add(source(name, scored, settings)));
    int least = sources.stream().mapToInt(Source::texts).min().orElse(0);
    study.check(
        "each source has enough texts",
        least >= 30 ? Verdict.HOLDS : Verdict.DOUBTFUL,
        "the smallest has %d",
        least);
    study.check(
        "words mean what they say",
        Verdict.UNTESTED,
        "irony and jargon are not understood by a lexicon");
    int unread = foreign.values().stream().mapToInt(Integer::intValue).sum();
    return study.answer(
        new SentimentReport(
            study.grounds(
                Study.window(texts.stream().map(Text::date).toList()),
                rows.size(),
                "Intervals hold 95 % of chance; a lexicon misreads single texts, so read the"
                    + " shares and the examples."),
            new SentimentReport.Result(read, unread, sources)));
  }

  private static Source source(String name, List<Scored> scored, Settings settings) {
    int n = scored.size();
    int negative = (int) scored.stream().filter(s -> s.compound() <= -settings.threshold()).count();
    int positive = (int) scored.stream().filter(s -> s.compound() >= settings.threshold()).count();
    Proportions.Interval interval = Proportions.wilson(negative, n, 0.95);
    List<Scored> rated = scored.stream().filter(s -> s.text().rating() != null).toList();
    List<Scored> sorted = new ArrayList<>(scored);
    sorted.sort(Comparator.comparingDouble(Scored::compound).thenComparing(s -> s.text().id()));
    return new Source(
        name,
        n,
        (double) positive / n,
        (double) (n - positive - negative) / n,
        (double) negative / n,
        interval.low(),
        interval.high(),
        scored.stream().mapToDouble(Scored::compound).average().orElse(0),
        rated.size() < 10 ? null : Double.valueOf(agreement(rated)),
        ids(sorted.reversed()),
        ids(sorted),
        months(scored, settings));
  }

  private static double agreement(List<Scored> rated) {
    return Robust.correlation(
        rated.stream().mapToDouble(Scored::compound).toArray(),
        rated.stream()
            .mapToDouble(
                s -> {
                  var rating = s.text().rating();
                  return rating == null ? 0 : rating.doubleValue();
                })
            .toArray());
  }

  private static List<String> ids(List<Scored> sorted) {
    return sorted.stream().limit(EXAMPLES).map(s -> s.text().id()).toList();
  }

  private static List<Month> months(List<Scored> scored, Settings settings) {
    Map<YearMonth, int[]> counts = new TreeMap<>();
    for (Scored s : scored) {
      int[] count = counts.computeIfAbsent(YearMonth.from(s.text().date()), m -> new int[2]);
      count[0]++;
      count[1] += s.compound() <= -settings.threshold() ? 1 : 0;
    }
    List<Month> months = new ArrayList<>();
    counts.forEach(
        (month, count) ->
            months.add(new Month(month.toString(), count[0], (double) count[1] / count[0])));
    return months;
  }
}
