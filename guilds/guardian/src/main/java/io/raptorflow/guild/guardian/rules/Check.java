package io.raptorflow.guild.guardian.rules;

import java.util.List;
import java.util.regex.Pattern;

/// How a rule decides.
public sealed interface Check {

  /// Expressions and words, found in folded text.
  ///
  /// @param words terms that are looked up, each with what to say instead
  /// @param exceptions what overlaps with a match and lifts it
  /// @param unless what lifts a match when it stands within `reach`
  /// @param negation whether a negation shortly before the match lifts it
  /// @param fields names of fields that are read; empty means all that people read, `**` everything
  record Lexical(
      List<Pattern> patterns,
      WordList words,
      List<Pattern> exceptions,
      List<Pattern> unless,
      Reach reach,
      Negation negation,
      List<String> fields)
      implements Check {
    public Lexical {
      patterns = List.copyOf(patterns);
      exceptions = List.copyOf(exceptions);
      unless = List.copyOf(unless);
      fields = List.copyOf(fields);
    }
  }

  /// How far around a match an exception counts.
  enum Reach {
    SENTENCE,
    FIELD,
    ASSET
  }

  /// What a negation before a match does.
  enum Negation {
    LIFTS,
    IGNORED
  }

  /// A length or a count of each text of some fields.
  ///
  /// @param fields names of fields; empty means all that people read
  record Measure(Unit unit, List<String> fields, int min, int max) implements Check {
    public Measure {
      fields = List.copyOf(fields);
      if (min > max) {
        throw new IllegalArgumentException("min " + min + " is above max " + max);
      }
    }
  }

  /// What is counted.
  enum Unit {
    CHARACTERS,
    WIDTH,
    X_WEIGHT,
    BYTES,
    WORDS,
    WORDS_PER_SENTENCE,
    SENTENCES,
    HASHTAGS,
    EMOJI,
    LINKS,
    SMS_SEGMENTS
  }

  /// Conditions that must all hold.
  record Require(List<Condition> conditions) implements Check {
    public Require {
      conditions = List.copyOf(conditions);
    }
  }

  /// Something that code of this guild measures.
  ///
  /// @param name known to the guardian that applies the pack
  record Coded(String name) implements Check {}

  /// Something that a model judges.
  ///
  /// @param question what to look for
  record Judged(String question) implements Check {}
}
