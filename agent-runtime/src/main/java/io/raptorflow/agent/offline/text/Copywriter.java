package io.raptorflow.agent.offline.text;

import io.raptorflow.agent.offline.text.BriefFacts.Group;
import io.raptorflow.agent.offline.text.Frame.Angle;
import io.raptorflow.agent.offline.text.Slots.Filled;
import io.raptorflow.campaign.BrandBrief;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/// Writes lines for one brief: fills frames with its facts, keeps what the rules admit, and picks
/// what fits its tone. Deterministic for equal inputs and seed.
public final class Copywriter {
  private static final Pattern QUOTED = Pattern.compile("[‘'\"“]([^‘'\"“”’]{4,200})[’'\"”]");

  private static final int ROUNDS_MAX = 5;

  private final BriefFacts facts;
  private final Tone tone;
  private final Slots slots;
  private final long seed;
  private final Set<String> refused;
  private final Map<List<Frame>, List<Candidate>> filled = new HashMap<>();

  /// What a writer works from.
  ///
  /// @param groups segments that the text speaks to
  /// @param promises lines of the strategy or of the brand-voice card that may be used as they are
  /// @param notes what reviewers said of an earlier version; lines that they quote are not used
  public record Sources(
      BriefFacts facts, List<Group> groups, List<String> promises, List<String> notes, long seed) {
    public Sources {
      groups = List.copyOf(groups);
      promises = List.copyOf(promises);
      notes = List.copyOf(notes);
    }
  }

  /// What to pick.
  ///
  /// @param label name of the place, so that two places draw differently
  /// @param widthMin least width, counted as Google counts
  /// @param widthMax greatest width
  /// @param count how many lines
  /// @param keywordMin how many must hold the keyword, and how many must not
  /// @param tinyMax width that at least one line must keep; 0 when none must
  /// @param taken normal forms of lines that must not come again
  public record Wish(
      String label,
      int widthMin,
      int widthMax,
      int count,
      int keywordMin,
      int tinyMax,
      Set<String> taken) {
    public Wish {
      taken = Set.copyOf(taken);
    }
  }

  private record Candidate(Line line, String normal, int width, boolean keyword, int score) {}

  public Copywriter(Sources sources) {
    facts = sources.facts();
    tone = Tone.of(facts.brief().brand().voice());
    slots = new Slots(facts, sources.groups(), action(facts), sources.promises());
    seed = sources.seed() + 31L * sources.notes().hashCode();
    refused = refused(sources.notes());
  }

  private Set<String> refused(List<String> notes) {
    String called =
        Words.normal(
            facts.names().product() + " " + facts.names().brand() + " " + facts.names().keyword());
    Set<String> quoted = new java.util.HashSet<>();
    for (String note : notes) {
      QUOTED
          .matcher(note)
          .results()
          .map(m -> Words.normal(m.group(1)))
          .filter(words -> !words.isEmpty() && !Words.holds(called, words))
          .forEach(quoted::add);
    }
    return quoted;
  }

  /// What the reader is asked to do, by the objective of the brief.
  public static String action(BriefFacts facts) {
    BrandBrief brief = facts.brief();
    String aim = Words.normal(brief.objective().type() + " " + brief.objective().kpi());
    String name = facts.names().product();
    if (aim.contains("demo")) {
      return "Book a " + name + " demo";
    }
    if (aim.contains("trial")) {
      return "Try " + name;
    }
    if (aim.contains("booking") || aim.contains("appointment") || aim.contains("reservation")) {
      return "Book " + name;
    }
    if (aim.contains("install") || aim.contains("download")) {
      return "Get " + name;
    }
    if (aim.contains("sales") || aim.contains("purchase") || aim.contains("order")) {
      return "Shop " + name;
    }
    if (aim.contains("signup")
        || aim.contains("sign up")
        || aim.contains("subscri")
        || aim.contains("member")) {
      return "Join " + name;
    }
    if (aim.contains("lead") || aim.contains("pipeline") || aim.contains("enquir")) {
      return "Ask about " + name;
    }
    return "See " + name;
  }

  /// Picks lines: as many as wished, or fewer when the brief does not carry them. Angles take
  /// turns, facts are spread, no two lines are alike (Jaro-Winkler below 0.80).
  public List<Line> pick(List<Frame> frames, Wish wish) {
    List<Candidate> pool = new ArrayList<>();
    for (Candidate candidate : candidates(frames)) {
      boolean fits =
          candidate.width() >= wish.widthMin()
              && candidate.width() <= wish.widthMax()
              && !wish.taken().contains(candidate.normal());
      if (fits) {
        pool.add(candidate);
      }
    }
    List<Line> best = List.of();
    for (int round = 0; round < ROUNDS_MAX && best.size() < wish.count(); round++) {
      // Picking is greedy: where it comes out short, another draw may leave more room.
      List<Line> lines = new Picking(wish, round).run(pool);
      best = lines.size() > best.size() ? lines : best;
    }
    return best;
  }

  private List<Candidate> candidates(List<Frame> frames) {
    return filled.computeIfAbsent(frames, this::fill);
  }

  private List<Candidate> fill(List<Frame> frames) {
    Map<String, Candidate> unique = new LinkedHashMap<>();
    for (Frame frame : frames) {
      for (Filled line : slots.fill(frame)) {
        String normal = Words.normal(line.text());
        Line written =
            new Line(
                line.text(),
                frame.angle(),
                frame.framework(),
                facts.rules().claimsIn(line.text()),
                line.citations());
        unique.putIfAbsent(
            normal,
            new Candidate(
                written,
                normal,
                TextWidth.google(line.text()),
                Words.holds(line.text(), facts.names().keyword()),
                tone.fit(frame.registers(), line.text()) - 3 * echoes(normal)));
      }
    }
    return List.copyOf(unique.values());
  }

  private boolean mayRun(String text, String normal) {
    return refused.stream().noneMatch(words -> Words.holds(normal, words))
        && !repeats(normal)
        && facts.rules().admits(text);
  }

  /// Whether a word of three letters or more stands there three times.
  private static boolean repeats(String normal) {
    Map<String, Integer> seen = new HashMap<>();
    for (String word : normal.split(" ")) {
      if (word.length() > 2 && seen.merge(word, 1, Integer::sum) == 3) {
        return true;
      }
    }
    return false;
  }

  /// How many words of five letters or more come back in another form: `matching that matches`.
  private static int echoes(String normal) {
    List<String> stems =
        java.util.Arrays.stream(normal.split(" "))
            .filter(w -> w.length() > 4)
            .map(Words::stem)
            .toList();
    return stems.size() - (int) stems.stream().distinct().count();
  }

  /// Whether a line of three words or more stands whole inside another.
  private static boolean holds(String whole, String part) {
    return part.split(" ").length > 2 && (" " + whole + " ").contains(" " + part + " ");
  }

  /// One run of picking.
  private final class Picking {
    private final Wish wish;
    private final int round;
    private final Map<String, Candidate> chosen = new LinkedHashMap<>();
    private final Map<Angle, Integer> angles = new EnumMap<>(Angle.class);
    private final Map<String, Integer> facts = new HashMap<>();

    private Picking(Wish wish, int round) {
      this.wish = wish;
      this.round = round;
    }

    private List<Line> run(List<Candidate> pool) {
      if (wish.tinyMax() > 0) {
        take(pool.stream().filter(c -> c.width() <= wish.tinyMax()).toList(), 1);
      }
      take(pool.stream().filter(Candidate::keyword).toList(), wish.keywordMin());
      take(pool.stream().filter(c -> !c.keyword()).toList(), wish.keywordMin());
      take(pool, wish.count() - chosen.size());
      return chosen.values().stream().map(Candidate::line).toList();
    }

    private void take(List<Candidate> from, int count) {
      List<Candidate> left = new ArrayList<>(from);
      int keywordsMax = wish.count() - wish.keywordMin();
      int wanted = count;
      while (wanted > 0 && !left.isEmpty()) {
        Candidate next = left.stream().max(Comparator.comparingInt(this::worth)).orElseThrow();
        left.remove(next);
        long keywords = chosen.values().stream().filter(Candidate::keyword).count();
        boolean crowded = next.keyword() && keywords >= keywordsMax;
        if (!chosen.containsKey(next.normal())
            && !crowded
            && !isLikeChosen(next)
            && mayRun(next.line().text(), next.normal())) {
          chosen.put(next.normal(), next);
          angles.merge(next.line().angle(), 1, Integer::sum);
          next.line().citations().forEach(citation -> facts.merge(citation, 1, Integer::sum));
          wanted--;
        }
      }
    }

    private boolean isLikeChosen(Candidate next) {
      return chosen.keySet().stream()
          .anyMatch(
              normal ->
                  Similarity.ofNormal(normal, next.normal()) >= 0.80
                      || holds(normal, next.normal())
                      || holds(next.normal(), normal));
    }

    private int worth(Candidate candidate) {
      int reuse =
          candidate.line().citations().stream()
              .filter(c -> !c.startsWith("brief:/product/name"))
              .mapToInt(c -> facts.getOrDefault(c, 0))
              .sum();
      long place =
          seed * 1_000_003L
              + (wish.label().hashCode() + round) * 7919L
              + candidate.normal().hashCode();
      int luck = new SplittableRandom(place).nextInt(4 + 8 * round);
      int turn = angles.getOrDefault(candidate.line().angle(), 0);
      return candidate.score() + luck - 6 * turn - 4 * reuse;
    }
  }
}
