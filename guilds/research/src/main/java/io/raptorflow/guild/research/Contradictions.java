package io.raptorflow.guild.research;

import io.raptorflow.agent.offline.text.Words;
import io.raptorflow.campaign.BrandBrief;
import io.raptorflow.campaign.BrandBrief.Proof;
import io.raptorflow.guild.research.output.Fact;
import io.raptorflow.guild.research.output.WarBrief.Contradiction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Finds sources that disagree. Nothing is averaged or chosen here; a person decides.
final class Contradictions {
  private Contradictions() {}

  /// Places of the brief that cannot both hold.
  static List<Contradiction> inBrief(Notebook notes) {
    List<Contradiction> found = new ArrayList<>();
    BrandBrief brief = notes.brief();
    String name = notes.names().product();
    String brand = notes.names().brand();
    brief.budget().cap().keySet().stream()
        .filter(channel -> !brief.channels().contains(channel) && channel.matches("[a-z_]{1,40}"))
        .forEach(
            channel ->
                found.add(
                    new Contradiction(
                        channel + " in the plan of " + brand,
                        List.of(
                            "the budget of %s caps %s".formatted(brand, channel),
                            "the channels of %s do not name %s".formatted(brand, channel)),
                        List.of("brief:/budget/cap/" + channel, "brief:/channels_allowed"))));
    for (int i = 0; i < brief.product().proofs().size(); i++) {
      Proof proof = brief.product().proofs().get(i);
      if (!proof.holdsUntil(brief.objective().to())) {
        found.add(
            new Contradiction(
                proof.id() + " of " + name,
                List.of(
                    "%s of %s holds until %s".formatted(proof.id(), name, proof.expires()),
                    "the flight of %s runs until %s".formatted(name, brief.objective().to())),
                List.of("brief:/product/proof/" + i, "brief:/objective/window/1")));
      }
    }
    return found;
  }

  /// Facts that say the same with different numbers.
  static List<Contradiction> between(List<Fact> facts) {
    Map<String, List<Fact>> alike = new LinkedHashMap<>();
    for (Fact fact : facts) {
      String shape = Words.normal(fact.text()).replaceAll("\\d+", "0").replaceAll("0( 0)+", "0");
      if (shape.contains("0")) {
        alike.computeIfAbsent(shape, _ -> new ArrayList<>()).add(fact);
      }
    }
    List<Contradiction> found = new ArrayList<>();
    for (List<Fact> group : alike.values()) {
      long different = group.stream().map(f -> Words.normal(f.text())).distinct().count();
      if (different > 1) {
        found.add(
            new Contradiction(
                String.join(", ", group.stream().map(Fact::id).toList()),
                group.stream().map(Fact::text).toList(),
                group.stream().map(Fact::citation).toList()));
      }
    }
    return found;
  }
}
