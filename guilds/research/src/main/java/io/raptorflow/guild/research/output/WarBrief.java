package io.raptorflow.guild.research.output;

import io.raptorflow.agent.AgentFile;
import io.raptorflow.agent.Deliverable;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.campaign.Asset;
import java.util.List;

/// What the campaign knows before it decides, on two pages at most.
///
/// @param summary what a busy reader must know
/// @param insights what follows from the facts
/// @param contradictions sources that disagree; listed, never averaged
/// @param openQuestions what no source answers
/// @param coverage what each source gave
public record WarBrief(
    String summary,
    List<Fact> facts,
    List<Insight> insights,
    List<Contradiction> contradictions,
    List<Gap> openQuestions,
    List<Coverage> coverage)
    implements Deliverable {
  /// Most words of summary and insights together: what a reader takes in at one sitting.
  public static final int WORDS_MAX = 900;

  public WarBrief {
    facts = List.copyOf(facts);
    insights = List.copyOf(insights);
    contradictions = List.copyOf(contradictions);
    openQuestions = List.copyOf(openQuestions);
    coverage = List.copyOf(coverage);
  }

  /// @param factIds facts that it rests on
  public record Insight(String id, String text, List<String> factIds) {
    public Insight {
      factIds = List.copyOf(factIds);
    }
  }

  /// @param statements what each source says
  /// @param citations the sources, one for each statement
  public record Contradiction(String topic, List<String> statements, List<String> citations) {
    public Contradiction {
      statements = List.copyOf(statements);
      citations = List.copyOf(citations);
    }
  }

  /// @param status `read` or `missing`
  /// @param facts facts that come from it
  public record Coverage(String source, String status, int facts) {}

  @Override
  public List<String> problems(TaskInputs inputs) {
    FactCheck check = new FactCheck(inputs).facts(facts).gaps(openQuestions);
    check.require(!summary.isBlank(), "summary is blank");
    check.require(!insights.isEmpty(), "insights are empty");
    int words =
        summary.split("\\s+").length
            + insights.stream().mapToInt(insight -> insight.text().split("\\s+").length).sum();
    check.require(
        words <= WORDS_MAX,
        "summary and insights have %d words, at most %d".formatted(words, WORDS_MAX));
    for (Insight insight : insights) {
      check.require(!insight.factIds().isEmpty(), "insights/" + insight.id() + " rests on no fact");
      for (String id : insight.factIds()) {
        check.require(
            check.holdsFact(id),
            "insights/" + insight.id() + " rests on fact '" + id + "', which is not there");
      }
    }
    for (Contradiction contradiction : contradictions) {
      check.require(
          contradiction.statements().size() >= 2
              && contradiction.statements().size() == contradiction.citations().size(),
          "contradictions/"
              + contradiction.topic()
              + " needs two statements, each with a citation");
      contradiction.citations().forEach(c -> check.cited("contradictions", c));
    }
    return check.problems();
  }

  @Override
  public List<Asset> assets(AgentFile agent, TaskInputs inputs, String label) {
    return List.of();
  }
}
