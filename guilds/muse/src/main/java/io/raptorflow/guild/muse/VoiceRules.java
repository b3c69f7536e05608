package io.raptorflow.guild.muse;

import io.raptorflow.agent.offline.text.BriefFacts;
import io.raptorflow.agent.offline.text.CopyRules;
import io.raptorflow.agent.offline.text.Tone;
import io.raptorflow.campaign.BrandBrief.Proof;
import io.raptorflow.guild.muse.output.BrandVoice.Advice;
import io.raptorflow.guild.muse.output.BrandVoice.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How a brand writes, each rule with the place of the brief that asks for it.
record VoiceRules(BriefFacts facts) {
  /// What a trait means for a sentence; `%s` is the product.
  private static final Map<String, String> CRAFT =
      Map.ofEntries(
          Map.entry("practical", "say what %s does before how it feels"),
          Map.entry("warm", "speak of %s to one reader, as a neighbour would"),
          Map.entry("dry humour", "let one short sentence about %s carry the joke, then stop"),
          Map.entry("dry humor", "let one short sentence about %s carry the joke, then stop"),
          Map.entry(
              "precise", "give each line on %s a number or a noun where an adjective would stand"),
          Map.entry("calm", "state what %s does and leave the drums out"),
          Map.entry("bold", "begin a line on %s with its verb"),
          Map.entry("friendly", "write of %s as if answering a friend's question"),
          Map.entry("playful", "allow one turn of phrase for each line on %s"),
          Map.entry("expert", "use the trade's own word for each part of %s"),
          Map.entry("reassuring", "say what happens next with %s, step by step"),
          Map.entry("plain", "use the short word wherever %s has one"),
          Map.entry("confident", "make one statement on %s and let it stand"),
          Map.entry("witty", "let one line in five on %s surprise, no more"),
          Map.entry("honest", "name what %s does not do next to what it does"));

  List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    String brand = facts.names().brand();
    String name = facts.names().product();
    List<String> traits = facts.brief().brand().voice().traits();
    for (int i = 0; i < traits.size(); i++) {
      if (!CopyRules.readsAsInstruction(traits.get(i))) {
        String craft =
            CRAFT.getOrDefault(traits.get(i), "read each line on %s aloud and ask if it sounds so");
        rules.add(
            new Rule(
                "Voice of %s, %s: %s.".formatted(brand, traits.get(i), craft.formatted(name)),
                "brief:/brand/voice/traits/" + i));
      }
    }
    if (!facts.brief().brand().voice().sample().isBlank()) {
      rules.add(
          new Rule(
              "Keep %s near %d words to a sentence, the pace of its own sample line."
                  .formatted(brand, Tone.of(facts.brief().brand().voice()).rhythm()),
              "brief:/brand/voice/sample"));
    }
    rules.add(
        new Rule(
            "Text about %s reads at grade %d or below."
                .formatted(name, facts.brief().brand().voice().gradeMax()),
            "brief:/brand/voice/reading_grade_max"));
    String language = BriefFacts.written(facts.brief());
    rules.add(
        new Rule(
            "Spell %s copy the %s way (%s).".formatted(brand, spelling(language), language),
            "brief:/brand/languages/"
                + Math.max(0, facts.brief().brand().languages().indexOf(language))));
    List<Proof> proofs = facts.brief().product().proofs();
    for (int i = 0; i < proofs.size(); i++) {
      if (facts.rules().validClaims().contains(proofs.get(i).id())
          && !CopyRules.readsAsInstruction(proofs.get(i).claim())) {
        rules.add(
            new Rule(
                "Print “%s” for %s whole or not at all; it rests on %s."
                    .formatted(proofs.get(i).claim(), name, proofs.get(i).id()),
                "brief:/product/proof/" + i));
      }
    }
    return rules;
  }

  private static String spelling(String language) {
    return switch (language) {
      case "en-US" -> "American";
      case "en-CA" -> "Canadian";
      case "en-AU" -> "Australian";
      default -> "British";
    };
  }

  List<Advice> dos(List<String> examples) {
    String name = facts.names().product();
    List<String> advice =
        List.of(
            "Lead a line on " + name + " with something that can be checked.",
            "Give each line on " + name + " one idea.",
            "Write “" + facts.names().keyword() + "” where people search for it.");
    List<Advice> dos = new ArrayList<>();
    for (int i = 0; i < Math.min(advice.size(), examples.size()); i++) {
      dos.add(new Advice(advice.get(i), examples.get(i)));
    }
    if (dos.isEmpty()) {
      dos.add(new Advice(advice.getFirst(), name));
    }
    return dos;
  }

  List<Advice> donts() {
    String name = facts.names().product();
    List<Advice> donts = new ArrayList<>();
    facts.brief().product().notAllowedClaims().stream()
        .filter(claim -> !CopyRules.readsAsInstruction(claim))
        .forEach(
            claim ->
                donts.add(
                    new Advice(
                        "Do not claim it of " + name + ", in any wording.", name + ": " + claim)));
    facts.brief().brand().voice().avoid().stream()
        .filter(theme -> !CopyRules.readsAsInstruction(theme))
        .forEach(
            theme ->
                donts.add(
                    new Advice(facts.names().brand() + " stays away from " + theme + ".", theme)));
    donts.add(new Advice("Do not shout about " + name + ".", "Wow, " + name + "!!!"));
    return donts;
  }
}
