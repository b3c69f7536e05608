package io.raptorflow.guild.guardian.computed;

import io.raptorflow.agent.Composer;
import io.raptorflow.agent.Computation;
import io.raptorflow.bus.AgentId;
import io.raptorflow.guild.guardian.computed.RuleEngine.CodedCheck;
import io.raptorflow.guild.guardian.rules.PackShelf;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The ten Guardians, each with the packs of a shelf and the measurements that they may name.
public final class Guardians {
  private Guardians() {}

  /// The work of all ten, by id.
  public static Map<AgentId, Computation> of(PackShelf shelf) {
    SpamScore spam = new SpamScore();
    Map<AgentId, Computation> guardians = new TreeMap<>();
    put(guardians, shelf, "GRD-001", new AdPlatformGuardian(shelf));
    put(guardians, shelf, "GRD-002", new ClaimsGuardian(shelf));
    put(guardians, shelf, "GRD-008", new PiiGuardian(shelf));
    add(
        guardians,
        shelf,
        "GRD-003",
        Map.of(),
        "what an audience was really built from: only what the asset says of it is read");
    add(
        guardians,
        shelf,
        "GRD-004",
        Map.of(
            "postal-address", MailCheck::postalAddress,
            "sender", MailCheck::sender,
            "false-reply", MailCheck::falseReply),
        "whether an unsubscribe endpoint answers: nothing is called from here");
    add(
        guardians,
        shelf,
        "GRD-005",
        Map.of(
            "contrast-text", ContrastCheck::text,
            "contrast-enhanced", ContrastCheck::enhanced,
            "contrast-control", ContrastCheck::control,
            "html-missing-alt", HtmlCheck::missingAlt,
            "html-poor-alt", HtmlCheck::poorAlt,
            "html-structure", HtmlCheck::structure,
            "html-outline", HtmlCheck::outline,
            "html-targets", HtmlCheck::targets,
            "aloud", WritingCheck::aloud,
            "grade", WritingCheck::grade),
        "colours of style sheets and pictures: only pairs that an asset names are measured");
    add(
        guardians,
        shelf,
        "GRD-006",
        Map.of("competitors", RivalCheck::competitors, "crisis", RivalCheck::crisis),
        "pictures and sites behind a placement list: their words are read, not they");
    add(
        guardians,
        shelf,
        "GRD-007",
        Map.of("overlap", OverlapCheck::check),
        "likeness in pictures, voices and music: records are read, media are not");
    add(
        guardians,
        shelf,
        "GRD-009",
        Map.of("spam-score", spam::check, "mail-html", MailCheck::html),
        "DNS records and reputation: results that come with the asset are read, none is fetched");
    add(guardians, shelf, "GRD-010", Map.of(), "languages without a word list on file");
    return guardians;
  }

  private static void add(
      Map<AgentId, Computation> guardians,
      PackShelf shelf,
      String id,
      Map<String, CodedCheck> coded,
      String notChecked) {
    put(
        guardians,
        shelf,
        id,
        new PackGuardian(shelf.of(new AgentId(id)), coded, List.of(notChecked)));
  }

  private static void put(
      Map<AgentId, Computation> guardians, PackShelf shelf, String id, Computation measured) {
    AgentId agent = new AgentId(id);
    guardians.put(agent, new JudgedGuardian(measured, new JudgedRules(shelf.of(agent))));
  }

  /// What stands in for a model where none is configured: it judges nothing.
  public static Composer noJudge() {
    return new JudgedRules.NoJudge();
  }
}
