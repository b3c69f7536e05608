package io.raptorflow.dlq.query;

import io.raptorflow.bus.RetryRow;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The meaning of a filter written down a second time, as plainly as possible: facts are plain Java
/// values, every part is evaluated, patterns are those of the JDK.
final class NaiveEvaluation {
  private NaiveEvaluation() {}

  static boolean admits(Term term, Candidate letter) {
    if (term instanceof Term.Everything) {
      return true;
    }
    if (term instanceof Term.All all) {
      long yes = all.terms().stream().filter(part -> admits(part, letter)).count();
      return yes == all.terms().size();
    }
    if (term instanceof Term.Any any) {
      return any.terms().stream().filter(part -> admits(part, letter)).count() > 0;
    }
    if (term instanceof Term.Not not) {
      return !admits(not.term(), letter);
    }
    if (term instanceof Term.OneOf in) {
      Object fact = fact(in.field(), letter);
      return in.values().stream().filter(value -> equal(fact, value)).count() > 0;
    }
    Term.Comparison comparison = (Term.Comparison) term;
    Object fact = fact(comparison.field(), letter);
    Value value = comparison.value();
    return switch (comparison.operator().sign()) {
      case "=" -> equal(fact, value);
      case "!=" -> !equal(fact, value);
      case "~" -> found(fact, value);
      case "!~" -> !found(fact, value);
      case "<" -> order(fact, value).filter(sign -> sign < 0).isPresent();
      case "<=" -> order(fact, value).filter(sign -> sign <= 0).isPresent();
      case ">" -> order(fact, value).filter(sign -> sign > 0).isPresent();
      default -> order(fact, value).filter(sign -> sign >= 0).isPresent();
    };
  }

  private static boolean equal(@Nullable Object fact, Value value) {
    return switch (value) {
      case Value.Missing _ -> fact == null;
      case Value.Text text -> text.text().equals(fact);
      case Value.Id id -> id.id().equals(fact);
      case Value.Choice choice -> fact instanceof Enum<?> e && e.name().equals(choice.name());
      case Value.Flag flag -> fact instanceof Boolean on && on == flag.on();
      default -> order(fact, value).filter(sign -> sign == 0).isPresent();
    };
  }

  private static boolean found(@Nullable Object fact, Value value) {
    if (fact == null || !(fact instanceof String || fact instanceof java.util.UUID)) {
      return false;
    }
    String source = ((Value.Like) value).pattern().source().replace("$", "\\z");
    return Pattern.compile(source, Pattern.UNIX_LINES).matcher(fact.toString()).find();
  }

  private static Optional<Integer> order(@Nullable Object fact, Value value) {
    if (value instanceof Value.Count count && fact instanceof Integer number) {
      return Optional.of(number.compareTo(count.count()));
    }
    if (value instanceof Value.Amount amount && fact instanceof BigDecimal number) {
      return Optional.of(number.compareTo(amount.amount()));
    }
    if (value instanceof Value.Span span && fact instanceof Long nanos) {
      return Optional.of(nanos.compareTo(span.span().toNanos()));
    }
    if (value instanceof Value.Time time) {
      if (fact instanceof Instant at) {
        return Optional.of(at.compareTo(time.at()));
      }
      if (fact instanceof String text) {
        return time(text).map(at -> at.compareTo(time.at()));
      }
    }
    return Optional.empty();
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(
          text.contains("T")
              ? Instant.parse(text)
              : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
    } catch (DateTimeParseException none) {
      return Optional.empty();
    }
  }

  private static @Nullable Object fact(Field field, Candidate letter) {
    if (field instanceof Field.OfHeader header) {
      return letter.headers().get(header.name());
    }
    if (field instanceof Field.OfPayload payload) {
      return fact(letter.payload().orElse(null), payload.path());
    }
    RetryRow row = letter.row();
    return switch (field.text()) {
      case "work" -> row.work().value();
      case "status" -> row.status();
      case "agent" -> row.agent();
      case "group" -> row.group();
      case "workspace" -> row.workspace();
      case "run" -> row.run() == null ? null : row.run().value();
      case "reason" -> row.failure();
      case "fingerprint" -> row.fingerprint();
      case "message" -> row.message();
      case "topic" -> row.originalTopic();
      case "failures" -> row.failures();
      case "replays" -> row.replays();
      case "age" -> Sample.NOW.toEpochMilli() * 1_000_000L - nanos(row.firstFailedAt());
      case "idle" -> Sample.NOW.toEpochMilli() * 1_000_000L - nanos(row.lastFailedAt());
      case "first" -> row.firstFailedAt();
      case "last" -> row.lastFailedAt();
      case "due" -> row.dueAt();
      case "held" -> letter.held();
      case "edited" -> letter.edited();
      case "operation" -> row.operation();
      default -> throw new AssertionError(field.text());
    };
  }

  private static long nanos(Instant at) {
    return at.toEpochMilli() * 1_000_000L;
  }

  private static @Nullable Object fact(@Nullable JsonNode body, List<Field.Step> path) {
    if (body == null) {
      return null;
    }
    if (!path.isEmpty()) {
      JsonNode inner =
          path.getFirst() instanceof Field.Step.Name name
              ? body.path(name.name())
              : body.path(((Field.Step.Index) path.getFirst()).index());
      return fact(inner, path.subList(1, path.size()));
    }
    return switch (body.getNodeType()) {
      case STRING -> body.stringValue();
      case NUMBER -> body.decimalValue();
      case BOOLEAN -> body.booleanValue();
      case NULL, MISSING -> null;
      default -> body;
    };
  }
}
