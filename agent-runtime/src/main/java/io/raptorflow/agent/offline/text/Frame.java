package io.raptorflow.agent.offline.text;

import io.raptorflow.agent.offline.text.Tone.Register;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The shape of a line: words with slots for what the brief says.
///
/// A slot is a name in braces (see [Slots]); `{is|are}` agrees with the product's name. Each shape
/// has a slot that only this brand can fill.
///
/// @param framework copywriting framework that the line follows, for example `PAS`
public record Frame(Angle angle, String framework, Set<Register> registers, String template) {

  /// What a line bets on.
  public enum Angle {
    FEATURE("feature"),
    PAIN("pain"),
    TRIGGER("trigger"),
    PROOF("proof"),
    PRICE("price"),
    AUDIENCE("audience"),
    CATEGORY("category"),
    ACTION("action"),
    BRAND("brand"),
    PROMISE("promise");

    private final String label;

    Angle(String label) {
      this.label = label;
    }

    /// Name as people read it.
    public String label() {
      return label;
    }
  }

  public Frame {
    registers = Set.copyOf(registers);
  }

  /// A shape with the registers that it has.
  public static Frame of(Angle angle, String framework, String template, Register... registers) {
    Set<Register> set = Stream.of(registers).collect(Collectors.toSet());
    if (template.contains("?")) {
      set.add(Register.ASKING);
    }
    return new Frame(angle, framework, set, template);
  }
}
