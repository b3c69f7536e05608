package io.raptorflow.guild.matrix.computed;

import io.raptorflow.agent.Computation;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.guild.matrix.computed.Texts.Text;
import io.raptorflow.guild.matrix.method.Keyness;
import io.raptorflow.guild.matrix.output.Check.Verdict;
import io.raptorflow.guild.matrix.output.TopicReport;
import io.raptorflow.guild.matrix.output.TopicReport.Burst;
import io.raptorflow.guild.matrix.output.TopicReport.Term;
import io.raptorflow.guild.matrix.output.TopicReport.Topic;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// MTX-016: words that stand out against what was said before, topics of the texts, and weeks in
/// which a word broke out.
public final class TopicAnalyst implements Computation {
  private static final String METHOD =
      "log-likelihood and log-odds with a Dirichlet prior against the texts before; Lingo clusters;"
          + " weekly bursts by the Poisson rate";
  private static final int TERMS = 25;
  private static final int IDS_MAX = 20;
  private static final int CLUSTERED_MAX = 1_000;

  /// @param recentDays length of the period that is held against what was before
  private record Settings(int textsMin, int recentDays, double prior, double burstZ) {
    static Settings from(SettingReader settings) {
      return new Settings(
          settings.whole("texts_min", 200, 200, 1_000_000),
          settings.whole("recent_days", 28, 7, 366),
          settings.number("prior_words", 500, 1, 1_000_000),
          settings.number("burst_z", 3, 1, 20));
    }
  }

  /// A text with its words; a word counts once a text where texts are counted.
  private record Read(Text text, List<String> words) {}

  @Override
  public Result compute(TaskInputs inputs) {
    return Study.of(METHOD, inputs, Settings::from, Texts.SHAPE, TopicAnalyst::run);
  }

  private static Result run(Study study, Settings settings, List<Text> rows) {
    List<Text> different = Texts.distinct(study, rows);
    Map<String, Integer> languages = new TreeMap<>();
    different.forEach(text -> languages.merge(text.language(), 1, Integer::sum));
    String language =
        languages.entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .orElse("");
    List<Read> texts =
        different.stream()
            .filter(text -> text.language().equals(language))
            .map(text -> new Read(text, Texts.words(text.text())))
            .toList();
    if (texts.size() < different.size()) {
      study.refuse(
          "%d texts are not in '%s', the language of most, and were left out"
              .formatted(different.size() - texts.size(), language));
    }
    if (texts.size() < settings.textsMin()) {
      study.refuse(
          "texts hold %d different ones in one language, at least %d are needed"
              .formatted(texts.size(), settings.textsMin()));
      return new Refused(study.refusals());
    }
    LocalDate last =
        texts.stream().map(t -> t.text().date()).max(LocalDate::compareTo).orElseThrow();
    LocalDate from = last.minusDays(settings.recentDays() - 1L);
    List<Read> recent = texts.stream().filter(t -> !t.text().date().isBefore(from)).toList();
    List<Read> before = texts.stream().filter(t -> t.text().date().isBefore(from)).toList();
    List<Term> terms = terms(study, settings, recent, before);
    List<Topic> topics = topics(study, texts, language);
    int clustered = topics.stream().mapToInt(Topic::texts).sum();
    study.check(
        "texts of one period do not copy each other",
        Verdict.UNTESTED,
        "equal texts were taken out, similar ones were not");
    return study.answer(
        new TopicReport(
            study.grounds(
                Study.window(texts.stream().map(t -> t.text().date()).toList()),
                rows.size(),
                Say.of(
                    "Terms pass G2 10.83 (one in a thousand by chance each); topics are groups by"
                        + " shared phrases, without a test; a burst needs %s deviations.",
                    study.used("burst_z"))),
            new TopicReport.Result(
                from.toString(),
                recent.size(),
                before.size(),
                terms.stream().filter(t -> t.z() > 0).limit(TERMS).toList(),
                terms.reversed().stream().filter(t -> t.z() < 0).limit(TERMS).toList(),
                topics,
                Math.max(0, Math.min(texts.size(), CLUSTERED_MAX) - clustered),
                bursts(settings, texts))));
  }

  /// Terms that pass the test, by z from high to low; empty with a reason when a side is too small.
  private static List<Term> terms(
      Study study, Settings settings, List<Read> recent, List<Read> before) {
    if (recent.size() < 30 || before.size() < 30) {
      study.refuse(
          "keyness: %d texts in the period and %d before, 30 on each side are needed"
              .formatted(recent.size(), before.size()));
      return List.of();
    }
    List<Term> terms = new ArrayList<>();
    Keyness.terms(counts(recent), counts(before), settings.prior())
        .forEach(
            (word, t) -> {
              if (t.g2() > 10.83 && t.count() + t.background() >= 5) {
                terms.add(new Term(word, t.count(), t.background(), t.g2(), t.z()));
              }
            });
    terms.sort(Comparator.comparingDouble(Term::z).reversed().thenComparing(Term::term));
    return terms;
  }

  private static Map<String, Long> counts(List<Read> texts) {
    Map<String, Long> counts = new HashMap<>();
    texts.forEach(text -> text.words().forEach(word -> counts.merge(word, 1L, Long::sum)));
    return counts;
  }

  private static List<Topic> topics(Study study, List<Read> texts, String language) {
    if (!TopicClusters.knows(language)) {
      study.refuse("topics: there are no stop words for '" + language + "'");
      return List.of();
    }
    List<Read> used = texts;
    if (texts.size() > CLUSTERED_MAX) {
      study.refuse(
          "topics: the latest %d of %d texts were grouped".formatted(CLUSTERED_MAX, texts.size()));
      used =
          texts.stream()
              .sorted(
                  Comparator.<Read, LocalDate>comparing(t -> t.text().date())
                      .reversed()
                      .thenComparing(t -> t.text().id()))
              .limit(CLUSTERED_MAX)
              .sorted(Comparator.comparing(t -> t.text().id()))
              .toList();
    }
    int n = used.size();
    return TopicClusters.of(used.stream().map(Read::text).toList(), language).stream()
        .map(
            group ->
                new Topic(
                    group.label(),
                    group.ids().size(),
                    (double) group.ids().size() / n,
                    group.ids().stream().limit(IDS_MAX).toList()))
        .toList();
  }

  /// Weeks in which more texts hold a word than its rate in the weeks before lets expect.
  private static List<Burst> bursts(Settings settings, List<Read> texts) {
    Map<LocalDate, Integer> sizes = new TreeMap<>();
    Map<String, Map<LocalDate, Integer>> byWord = new TreeMap<>();
    for (Read read : texts) {
      LocalDate week = read.text().date().with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      sizes.merge(week, 1, Integer::sum);
      new HashSet<>(read.words())
          .forEach(
              word ->
                  byWord.computeIfAbsent(word, w -> new TreeMap<>()).merge(week, 1, Integer::sum));
    }
    List<Burst> bursts = new ArrayList<>();
    byWord.forEach(
        (word, weeks) -> {
          double seen = 0;
          double total = 0;
          for (Map.Entry<LocalDate, Integer> week : sizes.entrySet()) {
            int count = weeks.getOrDefault(week.getKey(), 0);
            // Half a text more, so that a new word has a rate to be held against.
            double expected = (seen + 0.5) / Math.max(1, total) * week.getValue();
            double z = (count - expected) / Math.sqrt(Math.max(expected, 0.5));
            if (total >= 50 && count >= 5 && z >= settings.burstZ()) {
              bursts.add(new Burst(word, week.getKey().toString(), count, expected, z));
            }
            seen += count;
            total += week.getValue();
          }
        });
    bursts.sort(
        Comparator.comparingDouble(Burst::z)
            .reversed()
            .thenComparing(Burst::term)
            .thenComparing(Burst::week));
    return bursts.stream().limit(TERMS).toList();
  }
}
