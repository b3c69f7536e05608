package io.raptorflow.lords.council;

import io.raptorflow.agent.Composer;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.campaign.BrandBrief;
import io.raptorflow.campaign.BrandBrief.Proof;
import io.raptorflow.campaign.BrandBrief.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// Writes a strategy from the brief alone: its features carry the promise, its pains give the
/// reason, its guardrails the stop rules.
final class StrategyComposer implements Composer {
  private static final int PILLARS_MAX = 3;

  @Override
  public String output() {
    return Strategy.class.getSimpleName();
  }

  @Override
  public JsonNode compose(TaskInputs inputs) {
    BrandBrief brief = Briefs.of(inputs);
    Segment first = brief.audience().segments().getFirst();
    String who = lower(first.name());
    String pain = first.pains().isEmpty() ? "the usual compromise" : first.pains().getFirst();
    List<Strategy.Pillar> pillars = new ArrayList<>();
    for (String feature : brief.product().features()) {
      if (pillars.size() == PILLARS_MAX) {
        break;
      }
      int at = pillars.size();
      String answered =
          first.pains().isEmpty() ? pain : first.pains().get(at % first.pains().size());
      pillars.add(
          new Strategy.Pillar(
              capital(feature),
              "%s: %s, set against %s.".formatted(brief.product().name(), feature, answered),
              brief.validProofs().stream()
                  .filter(proof -> overlaps(proof, feature))
                  .map(Proof::id)
                  .toList()));
    }
    Strategy strategy =
        new Strategy(
            "For %s who face %s, %s brings %s."
                .formatted(
                    who, pain, brief.product().name(), brief.product().features().getFirst()),
            "%s first%s"
                .formatted(
                    first.name(),
                    brief.audience().segments().size() > 1
                        ? ", then "
                            + String.join(
                                ", ",
                                brief.audience().segments().stream()
                                    .skip(1)
                                    .map(Segment::name)
                                    .toList())
                        : ""),
            "%s is a %s for %s; what sets it apart is %s."
                .formatted(
                    brief.product().name(),
                    lower(brief.product().type()),
                    who,
                    String.join("; ", brief.product().features())),
            pillars,
            roles(brief),
            notDoing(brief),
            stops(brief));
    return CanonicalJson.MAPPER.valueToTree(strategy);
  }

  private static List<String> roles(BrandBrief brief) {
    List<String> roles = new ArrayList<>();
    for (String channel : brief.channels()) {
      String role =
          switch (channel) {
            case "google_search", "pmax" -> "catches people who already look for a";
            case "email", "sms" -> "speaks to people who know the brand about the";
            case "seo", "webinar" -> "answers questions before anyone asks for a";
            default -> "makes people notice the";
          };
      roles.add("%s %s %s".formatted(channel, role, lower(brief.product().type())));
    }
    return roles;
  }

  private static List<String> notDoing(BrandBrief brief) {
    List<String> not = new ArrayList<>();
    brief.product().notAllowedClaims().forEach(claim -> not.add("never say: " + claim));
    brief.brand().voice().avoid().forEach(avoid -> not.add("never sound like: " + avoid));
    brief.budget().cap().keySet().stream()
        .filter(channel -> !brief.channels().contains(channel))
        .forEach(channel -> not.add("no money for " + channel + ": the brief does not allow it"));
    brief.audience().exclude().forEach(group -> not.add("not aimed at: " + group));
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
                    "stop a channel of %s that breaks %s %s for a week"
                        .formatted(brief.brand().name(), name, limit.toPlainString())));
    return stops;
  }

  private static boolean overlaps(Proof proof, String feature) {
    String claim = proof.claim().toLowerCase(Locale.ROOT);
    for (String word : feature.toLowerCase(Locale.ROOT).split("[^\\p{L}\\d]+")) {
      if (word.length() > 1 && claim.contains(word) && word.matches(".*\\d.*|.{5,}")) {
        return true;
      }
    }
    return false;
  }

  private static String lower(String text) {
    return text.length() > 1 && Character.isUpperCase(text.charAt(1))
        ? text
        : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
