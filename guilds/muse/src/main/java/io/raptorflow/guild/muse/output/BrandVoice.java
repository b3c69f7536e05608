package io.raptorflow.guild.muse.output;

import io.raptorflow.agent.AgentFile;
import io.raptorflow.agent.Deliverable;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.agent.offline.text.Words;
import io.raptorflow.campaign.Asset;
import java.util.List;

/// How a brand speaks, as a card that writers keep next to them.
///
/// @param platformLine the one line that the campaign stands on
/// @param rules how to write, each with the place in the brief that asks for it
/// @param dos what to do, with an example that may be used
/// @param donts what not to do, with an example of how it would go wrong
/// @param use words to use
/// @param avoid words that may not be printed
/// @param taglines candidates of at most seven words; no legal clearance
/// @param gaps what could not be answered, and why
public record BrandVoice(
    String platformLine,
    List<Rule> rules,
    List<Advice> dos,
    List<Advice> donts,
    List<String> use,
    List<String> avoid,
    List<Tagline> taglines,
    List<String> gaps)
    implements Deliverable {
  public static final int TAGLINE_WORDS_MAX = 7;
  public static final int TAGLINES_MIN = 3;

  public BrandVoice {
    rules = List.copyOf(rules);
    dos = List.copyOf(dos);
    donts = List.copyOf(donts);
    use = List.copyOf(use);
    avoid = List.copyOf(avoid);
    taglines = List.copyOf(taglines);
    gaps = List.copyOf(gaps);
  }

  /// @param citation place in the brief, for example `brief:/brand/voice/traits/0`
  public record Rule(String text, String citation) {}

  public record Advice(String text, String example) {}

  public record Tagline(String text, String angle) {}

  @Override
  public List<String> problems(TaskInputs inputs) {
    CopyCheck check = new CopyCheck(inputs);
    check.require(!platformLine.isBlank(), "platformLine is blank");
    check.words("platformLine", platformLine);
    check.require(!rules.isEmpty(), "rules are empty");
    check.require(!dos.isEmpty() && !donts.isEmpty(), "dos and donts need one entry each");
    dos.forEach(advice -> check.words("dos", advice.example()));
    boolean named = gaps.stream().anyMatch(gap -> gap.contains("tagline"));
    check.require(
        taglines.size() >= TAGLINES_MIN || named,
        taglines.size() + " taglines, at least " + TAGLINES_MIN + " are needed, or a named gap");
    for (Tagline tagline : taglines) {
      int words = Words.of(tagline.text()).size();
      check.require(
          words <= TAGLINE_WORDS_MAX,
          "tagline '%s' has %d words, at most %d"
              .formatted(tagline.text(), words, TAGLINE_WORDS_MAX));
      check.words("taglines", tagline.text());
    }
    check.distinct("taglines", taglines.stream().map(Tagline::text).toList());
    for (Rule rule : rules) {
      check.require(
          rule.citation().startsWith("brief:/"),
          "rule '"
              + rule.text()
              + "' cites '"
              + rule.citation()
              + "', which is no place in the brief");
    }
    return check.problems();
  }

  /// A voice card is not published.
  @Override
  public List<Asset> assets(AgentFile agent, TaskInputs inputs, String label) {
    return List.of();
  }
}
