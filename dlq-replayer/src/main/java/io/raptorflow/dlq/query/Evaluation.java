package io.raptorflow.dlq.query;

import io.raptorflow.bus.RetryRow;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Decides whether a filter admits a work. Two truth values only: `!=` and `!~` are true exactly
/// when `=` and `~` are false, also for what is missing.
@FunctionalInterface
interface Evaluation {
  boolean admits(Candidate candidate, Instant now);

  /// What looks into the log is asked last, so that cheap terms decide first.
  static Evaluation of(Term term) {
    return switch (term) {
      case Term.Everything _ -> (_, _) -> true;
      case Term.All(List<Term> terms) -> {
        List<Evaluation> parts = cheapestFirst(terms);
        yield (candidate, now) -> parts.stream().allMatch(part -> part.admits(candidate, now));
      }
      case Term.Any(List<Term> terms) -> {
        List<Evaluation> parts = cheapestFirst(terms);
        yield (candidate, now) -> parts.stream().anyMatch(part -> part.admits(candidate, now));
      }
      case Term.Not(Term inner) -> {
        Evaluation part = of(inner);
        yield (candidate, now) -> !part.admits(candidate, now);
      }
      case Term.Comparison(Field field, Operator operator, Value value) ->
          (candidate, now) -> holds(fact(field, candidate, now), operator, value);
      case Term.OneOf(Field field, List<Value> values) -> oneOf(field, values);
    };
  }

  private static List<Evaluation> cheapestFirst(List<Term> terms) {
    return terms.stream().sorted(Comparator.comparing(Term::farthest)).map(Evaluation::of).toList();
  }

  private static Evaluation oneOf(Field field, List<Value> values) {
    if (field.type() == FieldType.JSON) {
      return (candidate, now) -> {
        Value fact = fact(field, candidate, now);
        return values.stream().anyMatch(value -> equal(fact, value));
      };
    }
    Set<Value> set = new HashSet<>(values);
    return (candidate, now) -> set.contains(fact(field, candidate, now));
  }

  private static boolean holds(Value fact, Operator operator, Value value) {
    return switch (operator) {
      case EQUAL, IN -> equal(fact, value);
      case NOT_EQUAL -> !equal(fact, value);
      case MATCHES -> matches(fact, value);
      case NOT_MATCHES -> !matches(fact, value);
      case LESS -> order(fact, value).orElse(0) < 0;
      case MORE -> order(fact, value).orElse(0) > 0;
      case AT_MOST -> order(fact, value).orElse(1) <= 0;
      case AT_LEAST -> order(fact, value).orElse(-1) >= 0;
    };
  }

  private static boolean equal(Value fact, Value wanted) {
    return switch (wanted) {
      case Value.Amount _, Value.Time _ -> order(fact, wanted).orElse(1) == 0;
      case Value.Text _,
          Value.Id _,
          Value.Choice _,
          Value.Count _,
          Value.Span _,
          Value.Flag _,
          Value.Like _,
          Value.Missing _ ->
          wanted.equals(fact);
      case Value.Compound _ -> false;
    };
  }

  private static boolean matches(Value fact, Value wanted) {
    return wanted instanceof Value.Like(TextPattern pattern)
        && switch (fact) {
          case Value.Text(String text) -> pattern.isFoundIn(text);
          case Value.Id(UUID id) -> pattern.isFoundIn(id.toString());
          case Value.Choice _,
              Value.Count _,
              Value.Amount _,
              Value.Span _,
              Value.Time _,
              Value.Flag _,
              Value.Like _,
              Value.Missing _,
              Value.Compound _ ->
              false;
        };
  }

  /// How a fact stands to a value; empty when they have no common order.
  private static OptionalInt order(Value fact, Value wanted) {
    if (fact instanceof Value.Count(int a) && wanted instanceof Value.Count(int b)) {
      return OptionalInt.of(Integer.compare(a, b));
    }
    if (fact instanceof Value.Span(Duration a) && wanted instanceof Value.Span(Duration b)) {
      return OptionalInt.of(a.compareTo(b));
    }
    if (fact instanceof Value.Amount(BigDecimal a)
        && wanted instanceof Value.Amount(BigDecimal b)) {
      return OptionalInt.of(a.compareTo(b));
    }
    if (wanted instanceof Value.Time(Instant b)) {
      Value found =
          fact instanceof Value.Text(String text) ? Literals.time(text).orElse(fact) : fact;
      if (found instanceof Value.Time(Instant a)) {
        return OptionalInt.of(a.compareTo(b));
      }
    }
    return OptionalInt.empty();
  }

  private static Value fact(Field field, Candidate candidate, Instant now) {
    return switch (field) {
      case Field.OfRow ofRow -> fact(ofRow, candidate, now);
      case Field.OfHeader(String name) -> {
        String value = candidate.headers().get(name);
        yield value == null ? new Value.Missing() : new Value.Text(value);
      }
      case Field.OfPayload(List<Field.Step> path) ->
          candidate.payload().map(body -> fact(body, path)).orElseGet(Value.Missing::new);
    };
  }

  private static Value fact(Field.OfRow field, Candidate candidate, Instant now) {
    RetryRow row = candidate.row();
    return switch (field) {
      case WORK -> new Value.Id(row.work().value());
      case STATUS -> new Value.Choice(row.status().name());
      case AGENT -> new Value.Text(row.agent());
      case GROUP -> new Value.Text(row.group());
      case WORKSPACE -> new Value.Text(row.workspace());
      case RUN -> id(row.run() == null ? null : row.run().value());
      case REASON -> new Value.Choice(row.failure().name());
      case FINGERPRINT -> new Value.Text(row.fingerprint());
      case MESSAGE -> new Value.Text(row.message());
      case TOPIC -> new Value.Text(row.originalTopic());
      case FAILURES -> new Value.Count(row.failures());
      case REPLAYS -> new Value.Count(row.replays());
      case AGE -> new Value.Span(Duration.between(row.firstFailedAt(), now));
      case IDLE -> new Value.Span(Duration.between(row.lastFailedAt(), now));
      case FIRST -> new Value.Time(row.firstFailedAt());
      case LAST -> new Value.Time(row.lastFailedAt());
      case DUE -> row.dueAt() == null ? new Value.Missing() : new Value.Time(row.dueAt());
      case HELD -> new Value.Flag(candidate.held());
      case EDITED -> new Value.Flag(candidate.edited());
      case OPERATION -> id(row.operation());
    };
  }

  private static Value id(@Nullable UUID id) {
    return id == null ? new Value.Missing() : new Value.Id(id);
  }

  private static Value fact(JsonNode body, List<Field.Step> path) {
    JsonNode node = body;
    for (Field.Step step : path) {
      node =
          switch (step) {
            case Field.Step.Name(String name) -> node.isObject() ? node.get(name) : null;
            case Field.Step.Index(int index) -> node.isArray() ? node.get(index) : null;
          };
      if (node == null) {
        return new Value.Missing();
      }
    }
    if (node.isNull() || node.isMissingNode()) {
      return new Value.Missing();
    }
    if (node.isString()) {
      return new Value.Text(node.stringValue());
    }
    if (node.isBoolean()) {
      return new Value.Flag(node.booleanValue());
    }
    return node.isNumber()
        ? node.decimalValueOpt().<Value>map(Value.Amount::new).orElseGet(Value.Compound::new)
        : new Value.Compound();
  }
}
