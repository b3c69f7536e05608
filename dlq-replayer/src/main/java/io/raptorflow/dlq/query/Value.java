package io.raptorflow.dlq.query;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/// A value of the language: written in a filter, or found in a dead letter.
sealed interface Value {
  record Text(String text) implements Value {}

  record Id(UUID id) implements Value {}

  /// A name out of a fixed set.
  record Choice(String name) implements Value {}

  record Count(int count) implements Value {}

  record Amount(BigDecimal amount) implements Value {}

  record Span(Duration span) implements Value {}

  record Time(Instant at) implements Value {}

  record Flag(boolean on) implements Value {}

  record Like(TextPattern pattern) implements Value {}

  /// `null`, and what is not there.
  record Missing() implements Value {}

  /// A JSON object or list: there, but equal to nothing that can be written.
  record Compound() implements Value {}

  /// How it is written; reads back as the same value.
  default String written() {
    return switch (this) {
      case Text(String text) -> Quotes.quoted(text);
      case Id(UUID id) -> id.toString();
      case Choice(String name) -> name;
      case Count(int count) -> Integer.toString(count);
      case Amount(BigDecimal amount) -> amount.toString();
      case Span(Duration span) -> span(span);
      case Time(Instant at) -> at.toString();
      case Flag(boolean on) -> Boolean.toString(on);
      case Like(TextPattern pattern) -> Quotes.quoted(pattern.source());
      case Missing _ -> "null";
      case Compound _ -> throw new IllegalStateException("a filter holds no object and no list");
    };
  }

  private static String span(Duration span) {
    long seconds = span.toSeconds();
    if (seconds == 0 || seconds % 60 != 0) {
      return seconds + "s";
    }
    long minutes = seconds / 60;
    if (minutes % 60 != 0) {
      return minutes + "m";
    }
    long hours = minutes / 60;
    return hours % 24 != 0 ? hours + "h" : hours / 24 + "d";
  }
}
