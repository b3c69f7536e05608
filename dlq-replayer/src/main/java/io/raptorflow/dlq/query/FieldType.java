package io.raptorflow.dlq.query;

import static io.raptorflow.dlq.query.Operator.*;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/// What a field holds, and so which comparisons make sense.
enum FieldType {
  ID("id", "a UUID", EQUAL, NOT_EQUAL, MATCHES, NOT_MATCHES, IN),
  CHOICE("choice", "one of a fixed set of names", EQUAL, NOT_EQUAL, IN),
  TEXT("text", "a text, bare or quoted", EQUAL, NOT_EQUAL, MATCHES, NOT_MATCHES, IN),
  COUNT(
      "count",
      "a whole number from 0 to 2,147,483,647",
      EQUAL,
      NOT_EQUAL,
      LESS,
      AT_MOST,
      MORE,
      AT_LEAST,
      IN),
  DURATION(
      "duration",
      "a whole number with a unit, such as 90s, 15m, 2h or 3d, at most 36500d",
      LESS,
      AT_MOST,
      MORE,
      AT_LEAST),
  TIME(
      "time",
      "a time in UTC such as 2026-11-20T06:00:00Z, or a date such as 2026-11-20",
      EQUAL,
      NOT_EQUAL,
      LESS,
      AT_MOST,
      MORE,
      AT_LEAST,
      IN),
  FLAG("flag", "true or false", EQUAL, NOT_EQUAL),
  JSON(
      "JSON value",
      "a text, a number, a time, true, false or null",
      EQUAL,
      NOT_EQUAL,
      MATCHES,
      NOT_MATCHES,
      LESS,
      AT_MOST,
      MORE,
      AT_LEAST,
      IN);

  private final String noun;
  private final String accepts;
  private final Set<Operator> operators;
  private final String comparisons;

  FieldType(String noun, String accepts, Operator first, Operator... others) {
    this.noun = noun;
    this.accepts = accepts;
    this.operators = EnumSet.of(first, others);
    this.comparisons =
        operators.stream()
            .map(operator -> operator == IN ? "in (…), not in (…)" : operator.sign())
            .collect(Collectors.joining(", "));
  }

  String noun() {
    return noun;
  }

  /// The noun with its article.
  String one() {
    return (this == ID ? "an " : "a ") + noun;
  }

  /// What may stand on the right of a comparison.
  String accepts() {
    return accepts;
  }

  boolean allows(Operator operator) {
    return operators.contains(operator);
  }

  /// The comparisons that make sense, for a person.
  String comparisons() {
    return comparisons;
  }
}
