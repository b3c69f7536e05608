package io.raptorflow.guild.research;

import io.raptorflow.agent.TaskInputs;
import io.raptorflow.agent.offline.text.BriefFacts;
import io.raptorflow.agent.offline.text.CopyRules;
import io.raptorflow.campaign.BrandBrief;
import io.raptorflow.guild.research.output.Fact;
import io.raptorflow.guild.research.output.Gap;
import java.util.ArrayList;
import java.util.List;

/// What a researcher notes while reading: facts with their source, gaps with the file that would
/// fill them. Not thread-safe; one for each composition.
final class Notebook {
  private final String prefix;
  private final BrandBrief brief;
  private final BriefFacts facts;
  private final List<Fact> noted = new ArrayList<>();
  private final List<Gap> gaps = new ArrayList<>();

  /// @param prefix begins the ids of the facts, for example `M`
  /// @throws IllegalArgumentException when the task came without a brief
  Notebook(String prefix, TaskInputs inputs) {
    BrandBrief given = inputs.brief();
    if (given == null) {
      throw new IllegalArgumentException("a Research agent needs the input 'brief'");
    }
    this.prefix = prefix;
    brief = given;
    facts = BriefFacts.of(given, List.of());
  }

  BrandBrief brief() {
    return brief;
  }

  BriefFacts.Names names() {
    return facts.names();
  }

  BriefFacts facts() {
    return facts;
  }

  /// Notes a fact and gives its id.
  String fact(String citation, String text) {
    String id = prefix + (noted.size() + 1);
    noted.add(new Fact(id, text, citation));
    return id;
  }

  void gap(String question, String file) {
    gaps.add(new Gap(question, file));
  }

  List<Fact> noted() {
    return List.copyOf(noted);
  }

  List<Gap> gaps() {
    return List.copyOf(gaps);
  }

  /// A phrase of the brief as it may stand in a report, or what stands for it when it reads as an
  /// order.
  static String shown(String phrase) {
    return CopyRules.readsAsInstruction(phrase)
        ? "(a phrase that reads as an order; see the brief)"
        : phrase;
  }
}
