package io.raptorflow.lords.council;

import io.raptorflow.agent.offline.text.BriefFacts;
import io.raptorflow.agent.offline.text.BriefFacts.Names;
import io.raptorflow.agent.offline.text.Fact;
import io.raptorflow.agent.offline.text.Words;
import io.raptorflow.campaign.Channel;
import java.util.List;

/// One job for each allowed channel.
final class ChannelRoles {
  private final BriefFacts facts;
  private final Names names;
  private final String people;

  ChannelRoles(BriefFacts facts) {
    this.facts = facts;
    this.names = facts.names();
    this.people =
        facts.segments().stream()
            .flatMap(group -> group.people().stream())
            .findFirst()
            .orElse("the buyers of " + names.keywords());
  }

  List<String> all() {
    return facts.brief().channels().stream()
        .map(channel -> "%s: %s".formatted(Channel.title(channel), role(channel)))
        .toList();
  }

  private String role(String channel) {
    String product = names.product();
    return switch (channel) {
      case "google_search" ->
          "meet people who already look for %s and lead them to %s"
              .formatted(names.keywords(), product);
      case "pmax" ->
          "find more buyers of %s than search reaches, and show what it adds over ads on the name %s"
              .formatted(product, names.brand());
      case "meta", "x", "display" ->
          "put %s before %s who are not looking yet%s".formatted(product, people, opening());
      case "pinterest" -> "be there with %s while %s plan%s".formatted(product, people, moment());
      case "youtube", "tiktok" -> "show %s at work to %s%s".formatted(product, people, opening());
      case "linkedin" -> "reach %s at work with %s%s".formatted(people, product, committee());
      case "email" ->
          "bring people who know %s back to %s; the list is the limit, not the money"
              .formatted(names.brand(), product);
      case "sms" -> "remind those who asked %s to write, and nobody else".formatted(names.brand());
      case "seo" ->
          "answer what %s ask about %s before they compare".formatted(people, names.keywords());
      case "webinar" ->
          "give %s time to question %s and the people behind it".formatted(people, product);
      case "creators" -> "let people whom %s trust try %s, labelled".formatted(people, product);
      case "retail_media" ->
          "stand out with %s where %s are sold".formatted(product, names.keywords());
      default -> "keep %s in sight of %s".formatted(product, people);
    };
  }

  private String opening() {
    return facts.segments().stream()
        .limit(1)
        .flatMap(group -> group.pains().stream())
        .findFirst()
        .map(pain -> "; open with “" + pain.phrase().text() + "”")
        .orElse("");
  }

  private String moment() {
    List<Fact> moments =
        facts.segments().stream().limit(1).flatMap(g -> g.triggers().stream()).toList();
    return moments.isEmpty()
        ? ""
        : ", above all for " + Words.list(moments.stream().map(f -> f.phrase().asKnown()).toList());
  }

  private String committee() {
    List<String> roles =
        facts.segments().stream()
            .limit(1)
            .flatMap(group -> group.segment().committee().stream())
            .filter(facts.rules()::admits)
            .toList();
    return roles.isEmpty() ? opening() : ", and those who decide with them: " + Words.list(roles);
  }
}
