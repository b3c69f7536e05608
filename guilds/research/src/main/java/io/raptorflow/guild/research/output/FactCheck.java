package io.raptorflow.guild.research.output;

import io.raptorflow.agent.TaskInputs;
import io.raptorflow.guild.research.source.Citations;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Collects what is wrong with a report: facts without a source, ids that come twice, gaps without
/// a file. Made anew for each check.
final class FactCheck {
  private final Citations citations;
  private final List<String> problems = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();

  FactCheck(TaskInputs inputs) {
    citations = new Citations(inputs);
  }

  List<String> problems() {
    return List.copyOf(problems);
  }

  void require(boolean holds, String problem) {
    if (!holds) {
      problems.add(problem);
    }
  }

  FactCheck facts(List<Fact> facts) {
    for (Fact fact : facts) {
      require(ids.add(fact.id()), "facts: id '" + fact.id() + "' comes twice");
      require(!fact.text().isBlank(), "facts/" + fact.id() + " is blank");
      cited("facts/" + fact.id(), fact.citation());
    }
    return this;
  }

  FactCheck gaps(List<Gap> gaps) {
    for (Gap gap : gaps) {
      require(
          !gap.question().isBlank() && !gap.file().isBlank(),
          "gaps: '" + gap.question() + "' must name the file that would answer it");
    }
    return this;
  }

  /// A citation must lead to a place in this task's inputs.
  void cited(String field, String citation) {
    require(
        citations.resolves(citation),
        "%s cites '%s', which leads to no place in the inputs; known: %s"
            .formatted(field, citation, citations.known()));
  }

  boolean holdsFact(String id) {
    return ids.contains(id);
  }
}
