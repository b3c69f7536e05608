package io.raptorflow.guild.guardian.computed;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.agent.Computation;
import io.raptorflow.agent.Computation.Answered;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.campaign.BrandBrief;
import io.raptorflow.campaign.BriefReader;
import io.raptorflow.guild.guardian.output.Review;
import io.raptorflow.guild.guardian.rules.Check;
import io.raptorflow.guild.guardian.rules.PackShelf;
import io.raptorflow.guild.guardian.rules.Rule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Over 400 assets of fictitious brands, nearly half of them clean: per rule at least one that must
/// fire and near misses that must not. Prints precision and recall of each rule.
class OwnAssetsTest {
  /// Least precision and least recall of a rule over these assets.
  private static final double FLOOR = 0.95;

  private static final Collection<Computation> GUARDIANS =
      Guardians.of(PackShelf.shipped()).values();

  private final Map<String, BrandBrief> briefs = new HashMap<>();

  /// How often a rule fired as it should, though it should not, and not though it should.
  private record Score(int right, int wrong, int missed) {
    Score plus(Score other) {
      return new Score(right + other.right, wrong + other.wrong, missed + other.missed);
    }

    double precision() {
      return right + wrong == 0 ? 1 : right / (double) (right + wrong);
    }

    double recall() {
      return right + missed == 0 ? 1 : right / (double) (right + missed);
    }
  }

  @Test
  void firesWhatItShouldAndNothingElse() throws Exception {
    Map<String, Score> scores = new TreeMap<>();
    List<String> told = new ArrayList<>();
    int clean = 0;
    List<JsonNode> items = items();
    for (JsonNode item : items) {
      Set<String> expected = new TreeSet<>();
      item.path("expect").forEach(rule -> expected.add(rule.asString()));
      Set<String> fired = fired(item);
      clean += expected.isEmpty() ? 1 : 0;
      Set<String> both = new TreeSet<>(expected);
      both.addAll(fired);
      for (String rule : both) {
        boolean should = expected.contains(rule);
        boolean did = fired.contains(rule);
        scores.merge(
            rule,
            new Score(should && did ? 1 : 0, should ? 0 : 1, should && !did ? 1 : 0),
            Score::plus);
        if (should != did) {
          told.add(
              "%s: %s %s".formatted(item.path("id").asString(), did ? "extra" : "missing", rule));
        }
      }
    }

    System.out.println("rule           right wrong missed precision recall");
    scores.forEach(
        (rule, score) ->
            System.out.printf(
                "%-14s %5d %5d %6d %9.3f %6.3f%n",
                rule,
                score.right(),
                score.wrong(),
                score.missed(),
                score.precision(),
                score.recall()));
    System.out.println(items.size() + " assets, " + clean + " of them clean");
    assertThat(items).hasSizeGreaterThanOrEqualTo(400);
    assertThat(clean).isGreaterThanOrEqualTo(180);
    assertThat(scores.values()).as(told.toString()).allMatch(s -> s.precision() >= FLOOR);
    assertThat(scores.values()).as(told.toString()).allMatch(s -> s.recall() >= FLOOR);
    assertThat(scores.keySet()).as("rules that no asset makes fire").containsAll(ruleIds());
  }

  private static Set<String> ruleIds() {
    Set<String> ids = new TreeSet<>();
    PackShelf.shipped()
        .packs()
        .values()
        .forEach(
            pack ->
                pack.rules().stream()
                    .filter(rule -> !(rule.check() instanceof Check.Judged))
                    .map(Rule::id)
                    .forEach(ids::add));
    return ids;
  }

  private Set<String> fired(JsonNode item) {
    JsonNode assets = CanonicalJson.MAPPER.createArrayNode().add(item);
    BrandBrief brief = briefs.computeIfAbsent(item.path("brand").asString(), OwnAssetsTest::brief);
    Set<String> fired = new TreeSet<>();
    for (Computation guardian : GUARDIANS) {
      var result = guardian.compute(Samples.inputs(brief, assets, Samples.NOW));
      ((Review) ((Answered) result).output()).findings().forEach(f -> fired.add(f.rule()));
    }
    return fired;
  }

  private static BrandBrief brief(String brand) {
    try {
      Path own = assets().resolve("briefs").resolve(brand + ".json");
      if (!Files.exists(own)) {
        return Samples.brief(brand);
      }
      BriefReader.Reading reading = BriefReader.read(Files.readString(own));
      return Objects.requireNonNull(reading.brief(), () -> brand + " " + reading.problems());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static List<JsonNode> items() throws Exception {
    List<JsonNode> items = new ArrayList<>();
    try (Stream<Path> files = Files.list(assets())) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        CanonicalJson.read(Files.readString(file)).path("items").forEach(items::add);
      }
    }
    return items;
  }

  private static Path assets() {
    return Path.of("src/test/resources/assets");
  }
}
