package io.raptorflow.guild.muse;

import io.raptorflow.agent.Composer;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.agent.offline.text.Copywriter;
import io.raptorflow.agent.offline.text.Copywriter.Wish;
import io.raptorflow.agent.offline.text.Frame;
import io.raptorflow.agent.offline.text.Line;
import io.raptorflow.agent.offline.text.Lines;
import io.raptorflow.agent.offline.text.Similarity;
import io.raptorflow.agent.offline.text.Words;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.guild.muse.output.HeadlineBank;
import io.raptorflow.guild.muse.output.HeadlineBank.Bank;
import io.raptorflow.guild.muse.output.HeadlineBank.Headline;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Writes headline banks from the brief (MUSE-001).
final class HeadlineBankComposer implements Composer {
  private static final List<Frame> ALL =
      Stream.concat(Lines.HEADLINES.stream(), Lines.STATEMENTS.stream()).toList();

  @Override
  public String output() {
    return HeadlineBank.class.getSimpleName();
  }

  @Override
  public JsonNode compose(TaskInputs inputs) {
    WritingDesk desk = WritingDesk.of(inputs);
    Copywriter writer = desk.writer();
    List<String> gaps = new ArrayList<>(desk.facts().gaps());
    Set<String> taken = new HashSet<>();
    List<Bank> banks = new ArrayList<>();
    for (int limit : HeadlineBank.LIMITS) {
      List<Headline> headlines = new ArrayList<>();
      // The longer banks want lines that use their room; shorter ones fill what is left.
      for (int least : leastWidths(limit)) {
        int missing = HeadlineBank.COUNT - headlines.size();
        if (missing > 0) {
          boolean first = headlines.isEmpty();
          writer
              .pick(
                  frames(limit),
                  new Wish(
                      "bank" + limit,
                      least,
                      limit,
                      HeadlineBank.COUNT,
                      first ? HeadlineBank.KEYWORD_MIN : 0,
                      first && limit == HeadlineBank.LIMITS.getFirst() ? HeadlineBank.TINY_MAX : 0,
                      taken))
              .stream()
              .map(HeadlineBankComposer::headline)
              .filter(headline -> !isLike(headline, headlines))
              .limit(missing)
              .forEach(headlines::add);
          headlines.forEach(headline -> taken.add(Words.normal(headline.text())));
        }
      }
      if (!isFull(headlines, desk.facts().names().keyword())) {
        gaps.add(
            "bank %d of %s is not full: %d of %d headlines, %d angles; more features or pains"
                    .formatted(
                        limit,
                        desk.facts().names().product(),
                        headlines.size(),
                        HeadlineBank.COUNT,
                        headlines.stream().map(Headline::angle).distinct().count())
                + " in the brief would fill it");
      }
      banks.add(
          new Bank(limit, headlines.subList(0, Math.min(headlines.size(), HeadlineBank.COUNT))));
    }
    return CanonicalJson.MAPPER.valueToTree(
        new HeadlineBank(desk.facts().names().keyword(), banks, gaps));
  }

  private static boolean isLike(Headline headline, List<Headline> others) {
    return others.stream()
        .anyMatch(other -> Similarity.jaroWinkler(other.text(), headline.text()) >= 0.80);
  }

  private static boolean isFull(List<Headline> headlines, String keyword) {
    long with = headlines.stream().filter(h -> Words.holds(h.text(), keyword)).count();
    return headlines.size() == HeadlineBank.COUNT
        && with >= HeadlineBank.KEYWORD_MIN
        && headlines.size() - with >= HeadlineBank.KEYWORD_MIN
        && headlines.stream().map(Headline::angle).distinct().count() >= HeadlineBank.ANGLES_MIN;
  }

  private static List<Frame> frames(int limit) {
    return limit <= 40 ? Lines.HEADLINES : ALL;
  }

  private static List<Integer> leastWidths(int limit) {
    return switch (limit) {
      case 30 -> List.of(4);
      case 40 -> List.of(24, 12);
      case 70 -> List.of(36, 20);
      default -> List.of(56, 30);
    };
  }

  private static Headline headline(Line line) {
    return new Headline(
        WritingDesk.headline(line), line.angle().label(), line.framework(), line.claims());
  }
}
