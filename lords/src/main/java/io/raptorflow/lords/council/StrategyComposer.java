package io.raptorflow.lords.council;

import io.raptorflow.agent.Composer;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.agent.offline.text.BriefFacts;
import io.raptorflow.agent.offline.text.BriefFacts.Group;
import io.raptorflow.agent.offline.text.Fact;
import io.raptorflow.agent.offline.text.Words;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.campaign.BrandBrief;
import io.raptorflow.campaign.BrandBrief.Proof;
import io.raptorflow.campaign.Channel;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Writes a strategy from the brief alone: its features and proofs carry the promise, its segments
/// the order of the audience, its guardrails the stop rules.
final class StrategyComposer implements Composer {

  @Override
  public String output() {
    return Strategy.class.getSimpleName();
  }

  @Override
  public JsonNode compose(TaskInputs inputs) {
    BrandBrief brief = Briefs.of(inputs);
    BriefFacts facts = BriefFacts.of(brief, List.of());
    MessageHouse house = new MessageHouse(facts, inputs);
    return CanonicalJson.MAPPER.valueToTree(
        new Strategy(
            house.promise(),
            audience(facts),
            house.positioning(),
            house.pillars(),
            new ChannelRoles(facts).all(),
            notDoing(brief, facts),
            stops(brief)));
  }

  private static String audience(BriefFacts facts) {
    List<String> sentences = new ArrayList<>();
    for (int i = 0; i < facts.segments().size(); i++) {
      Group group = facts.segments().get(i);
      String who =
          group.people().orElse("segment %d of %s".formatted(i + 1, facts.names().brand()));
      sentences.add(
          "%s %s.".formatted(Words.sentenceCase(who), i == 0 ? "come first" : "come after them"));
      if (!group.pains().isEmpty()) {
        sentences.add("They name %s.".formatted(quoted(group.pains())));
      }
      if (!group.triggers().isEmpty()) {
        sentences.add(
            "%s: %s."
                .formatted(
                    group.triggers().size() == 1 ? "Their moment" : "Their moments",
                    known(group.triggers())));
      }
      List<String> committee =
          group.segment().committee().stream().filter(facts.rules()::admits).toList();
      if (!committee.isEmpty()) {
        sentences.add("They decide together with: %s.".formatted(Words.list(committee)));
      }
    }
    return String.join(" ", sentences);
  }

  private static String quoted(List<Fact> facts) {
    return Words.list(facts.stream().map(f -> "“" + f.phrase().text() + "”").toList());
  }

  private static String known(List<Fact> facts) {
    return Words.list(facts.stream().map(f -> f.phrase().asKnown()).toList());
  }

  private static List<String> notDoing(BrandBrief brief, BriefFacts facts) {
    String product = facts.names().product();
    String brand = facts.names().brand();
    List<String> not = new ArrayList<>();
    brief
        .product()
        .notAllowedClaims()
        .forEach(
            claim ->
                not.add("Never said of %s: “%s”; its brief forbids it".formatted(product, claim)));
    for (Proof proof : brief.product().proofs()) {
      if (!brief.validProofs().contains(proof)) {
        not.add(
            "“%s” (%s) stays out of %s: its proof ends on %s, the flight on %s"
                .formatted(
                    proof.claim(), proof.id(), product, proof.expires(), brief.objective().to()));
      }
    }
    brief
        .brand()
        .voice()
        .avoid()
        .forEach(avoid -> not.add("No %s in any line of %s".formatted(avoid, brand)));
    brief.budget().cap().keySet().stream()
        .filter(channel -> !brief.channels().contains(channel))
        .forEach(
            channel ->
                not.add(
                    "No money of %s for %s: it is not among the allowed channels"
                        .formatted(brand, Channel.title(channel))));
    brief
        .audience()
        .exclude()
        .forEach(group -> not.add("%s is not aimed at: %s".formatted(product, group)));
    return not;
  }

  private static List<String> stops(BrandBrief brief) {
    List<String> stops = new ArrayList<>();
    brief
        .objective()
        .guardrails()
        .forEach(
            (name, limit) ->
                stops.add(
                    "Stop a channel of %s that for a week %s"
                        .formatted(
                            brief.brand().name(), Guardrail.of(name, limit, brief).breach())));
    return stops;
  }
}
