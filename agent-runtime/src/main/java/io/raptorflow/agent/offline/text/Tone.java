package io.raptorflow.agent.offline.text;

import io.raptorflow.campaign.BrandBrief.Voice;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What a brand's voice asks of sentence shapes, as far as rules can follow it.
///
/// @param likes registers that its traits ask for
/// @param rhythm words in an average sentence of the sample line; 8 when there is none
public record Tone(Set<Register> likes, int rhythm) {
  private static final Map<Register, List<String>> TRAITS =
      Map.of(
          Register.PLAIN,
              List.of(
                  "practical",
                  "plain",
                  "direct",
                  "simple",
                  "clear",
                  "honest",
                  "helpful",
                  "straight",
                  "no-nonsense",
                  "down-to-earth"),
          Register.WARM,
              List.of(
                  "warm",
                  "friendly",
                  "human",
                  "kind",
                  "caring",
                  "welcoming",
                  "cheerful",
                  "generous",
                  "encouraging"),
          Register.DRY,
              List.of(
                  "dry",
                  "humour",
                  "humor",
                  "witty",
                  "playful",
                  "wry",
                  "cheeky",
                  "irreverent",
                  "fun"),
          Register.PRECISE,
              List.of(
                  "precise",
                  "expert",
                  "technical",
                  "exact",
                  "rigorous",
                  "authoritative",
                  "knowledgeable",
                  "scientific",
                  "factual"),
          Register.CALM,
              List.of(
                  "calm",
                  "respectful",
                  "quiet",
                  "reassuring",
                  "modest",
                  "measured",
                  "gentle",
                  "patient",
                  "serious"),
          Register.BOLD,
              List.of(
                  "bold",
                  "confident",
                  "energetic",
                  "daring",
                  "loud",
                  "ambitious",
                  "punchy",
                  "brave"));

  /// What a sentence shape sounds like.
  public enum Register {
    PLAIN,
    WARM,
    DRY,
    PRECISE,
    CALM,
    BOLD,
    /// Opens with a question; calm voices ask less.
    ASKING
  }

  public Tone {
    likes = Set.copyOf(likes);
  }

  /// The tone of a voice.
  public static Tone of(Voice voice) {
    Set<Register> likes = EnumSet.noneOf(Register.class);
    for (String trait : voice.traits()) {
      String lower = trait.toLowerCase(Locale.ROOT);
      TRAITS.forEach(
          (register, names) -> {
            if (names.stream().anyMatch(lower::contains)) {
              likes.add(register);
            }
          });
    }
    if (!likes.contains(Register.CALM)) {
      likes.add(Register.ASKING);
    }
    List<String> lines = Words.sentences(voice.sample());
    int words = lines.stream().mapToInt(line -> Words.of(line).size()).sum();
    return new Tone(likes, lines.isEmpty() ? 8 : Math.clamp(words / lines.size(), 4, 18));
  }

  /// How well a shape fits, higher is better.
  int fit(Set<Register> registers, String text) {
    int liked = (int) registers.stream().filter(likes::contains).count();
    int disliked = registers.contains(Register.ASKING) && !likes.contains(Register.ASKING) ? 1 : 0;
    int sentences = Math.max(1, Words.sentences(text).size());
    int off = Math.abs(Words.of(text).size() / sentences - rhythm);
    return 3 * liked - 4 * disliked - off / 3;
  }
}
