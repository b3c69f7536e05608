package io.raptorflow.dlq.query;

import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.RetryRow.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Random filters and letters over few values, so that they often meet.
final class RandomTerms {
  private static final List<String> TEXTS =
      List.of("", "a", "ab", "null", "true", "3", "A\"b\\\n", "été", "and", "\u0001 \uD83D\uDE00");
  private static final List<String> PATTERNS =
      List.of("a", "^a", "b$", "^$", "[^a]", "(?i)A", "a|n.l", "\\bt\\w+", "(a|b){2}", ".\\n");
  private static final List<String> NUMBERS =
      List.of("0", "3", "-3", "3.0", "3.25", "1e40", "2E-7", "123456789012345678901234567890");
  private static final List<String> NAMES = List.of("a", "b", "odd name", "$x", "é", "x.y");

  private final SplittableRandom random;

  RandomTerms(SplittableRandom random) {
    this.random = random;
  }

  Term term(int depth) {
    return switch (depth == 0 ? 0 : random.nextInt(5)) {
      case 1 -> Term.all(terms(depth));
      case 2 -> Term.any(terms(depth));
      case 3 -> Term.not(term(depth - 1));
      default -> leaf();
    };
  }

  private List<Term> terms(int depth) {
    List<Term> terms = new ArrayList<>();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      terms.add(term(depth - 1));
    }
    return terms;
  }

  private Term leaf() {
    Field field = field();
    Operator operator;
    do {
      operator = Operator.values()[random.nextInt(Operator.values().length)];
    } while (!field.type().allows(operator));
    if (operator != Operator.IN) {
      return new Term.Comparison(field, operator, value(field, operator));
    }
    List<Value> values = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      values.add(value(field, operator));
    }
    return Term.in(field, values);
  }

  private Field field() {
    return switch (random.nextInt(4)) {
      case 0 -> new Field.OfHeader(pick(NAMES));
      case 1 -> new Field.OfPayload(path());
      default -> Field.OfRow.values()[random.nextInt(Field.OfRow.values().length)];
    };
  }

  private List<Field.Step> path() {
    List<Field.Step> path = new ArrayList<>();
    int steps = random.nextInt(3);
    for (int i = 0; i < steps; i++) {
      path.add(
          random.nextInt(4) == 0
              ? new Field.Step.Index(random.nextInt(2))
              : new Field.Step.Name(pick(NAMES)));
    }
    return path;
  }

  private Value value(Field field, Operator operator) {
    if (operator.matches()) {
      return new Value.Like(TextPattern.of(pick(PATTERNS)));
    }
    boolean nullable = field.presence() == Field.Presence.OPTIONAL && !operator.orders();
    if (nullable && random.nextInt(4) == 0) {
      return new Value.Missing();
    }
    return switch (field.type()) {
      case ID -> new Value.Id(id());
      case CHOICE ->
          new Value.Choice(field == Field.OfRow.STATUS ? status().name() : failure().name());
      case TEXT -> new Value.Text(pick(TEXTS));
      case COUNT -> new Value.Count(random.nextInt(4));
      case DURATION -> new Value.Span(span());
      case TIME -> new Value.Time(time());
      case FLAG -> new Value.Flag(random.nextBoolean());
      case JSON -> json(operator);
    };
  }

  private Value json(Operator operator) {
    return switch (random.nextInt(operator.orders() ? 2 : 4)) {
      case 0 -> Literals.amount(pick(NUMBERS)).orElseThrow();
      case 1 -> new Value.Time(time());
      case 2 -> new Value.Flag(random.nextBoolean());
      default -> new Value.Text(pick(TEXTS));
    };
  }

  Sample letter() {
    Sample letter = new Sample();
    letter.work = id();
    letter.status = status();
    letter.agent = pick(TEXTS);
    letter.group = pick(TEXTS);
    letter.workspace = pick(TEXTS);
    letter.run = random.nextBoolean() ? id() : null;
    letter.failure = failure();
    letter.fingerprint = pick(TEXTS);
    letter.message = pick(TEXTS);
    letter.topic = pick(TEXTS);
    letter.failures = random.nextInt(4);
    letter.replays = random.nextInt(4);
    letter.first = time();
    letter.last = time();
    letter.operation = random.nextBoolean() ? id() : null;
    letter.touches =
        random.nextBoolean()
            ? List.of()
            : List.of(Sample.Touch.values()[random.nextInt(Sample.Touch.values().length)]);
    Map<String, String> headers = new LinkedHashMap<>();
    NAMES.forEach(
        name -> {
          if (random.nextBoolean()) {
            headers.put(name, pick(TEXTS));
          }
        });
    letter.headers = headers;
    Object body = body(2);
    letter.payload = random.nextInt(4) == 0 ? null : CanonicalJson.MAPPER.valueToTree(body);
    return letter;
  }

  private @Nullable Object body(int depth) {
    return switch (random.nextInt(depth == 0 ? 5 : 9)) {
      case 0 -> null;
      case 1 -> new java.math.BigDecimal(pick(NUMBERS));
      case 2 -> time().toString();
      case 3 -> random.nextBoolean();
      case 4 -> pick(TEXTS);
      case 5 -> {
        List<@Nullable Object> list = new ArrayList<>();
        list.add(body(depth - 1));
        yield list;
      }
      default -> {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        NAMES.forEach(
            name -> {
              if (random.nextInt(4) > 0) {
                object.put(name, body(depth - 1));
              }
            });
        yield object;
      }
    };
  }

  private UUID id() {
    return new UUID(0xA, random.nextInt(3));
  }

  private Status status() {
    return Status.values()[random.nextInt(Status.values().length)];
  }

  private FailureClass failure() {
    return FailureClass.values()[random.nextInt(FailureClass.values().length)];
  }

  private Duration span() {
    return Duration.ofSeconds(List.of(0L, 1L, 90L, 3_600L, 86_400L).get(random.nextInt(5)));
  }

  private Instant time() {
    return Sample.NOW.minus(span());
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
