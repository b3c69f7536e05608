package io.raptorflow.dlq.query;

import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.RetryRow;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.PatternSyntaxException;

/// Reads the right side of a comparison, as the type of its field wants it.
final class ValueReader {
  private static final long DAYS_MAX = 36_500;

  /// What was written.
  ///
  /// @param origins where each character of the text, and its end, stands in the filter
  private record Written(String text, int[] origins, int start, int end, Form form) {
    private enum Form {
      BARE,
      QUOTED
    }

    private boolean isBare() {
      return form == Form.BARE;
    }
  }

  private final Cursor cursor;

  ValueReader(Cursor cursor) {
    this.cursor = cursor;
  }

  Value read(Field field, Operator operator) {
    Written written = written(field, operator);
    if (operator.matches()) {
      return like(written);
    }
    if (written.isBare() && written.text().equalsIgnoreCase("null")) {
      return missing(field, operator, written);
    }
    return switch (field.type()) {
      case TEXT -> new Value.Text(written.text());
      case ID -> id(field, written);
      case CHOICE -> choice(field, written);
      case COUNT -> count(field, written);
      case DURATION -> span(field, written);
      case TIME -> Literals.time(written.text()).orElseThrow(() -> unfit(field, written));
      case FLAG -> flag(field, written);
      case JSON -> json(operator, written);
    };
  }

  private Written written(Field field, Operator operator) {
    char next = cursor.peek();
    int start = cursor.at();
    if (next == '"' || next == '\'') {
      Cursor.Quoted quoted = cursor.quoted();
      return new Written(quoted.text(), quoted.origins(), start, cursor.at(), Written.Form.QUOTED);
    }
    String word = cursor.valueWord();
    String fits = operator.matches() ? "a pattern, bare or quoted" : field.type().accepts();
    if (word.isEmpty()) {
      throw cursor.fault(cursor.here(start).problem("a value is missing").fits(fits));
    }
    if (QueryParser.isKeyword(word)) {
      throw cursor.fault(
          Fault.at(start, cursor.at())
              .problem("a value is missing; as a text this word needs quotes")
              .fits(fits));
    }
    int[] origins = new int[word.length() + 1];
    Arrays.setAll(origins, i -> start + i);
    return new Written(word, origins, start, cursor.at(), Written.Form.BARE);
  }

  private Value like(Written written) {
    try {
      return new Value.Like(TextPattern.of(written.text()));
    } catch (PatternSyntaxException broken) {
      int index = Math.clamp(broken.getIndex(), 0, written.text().length());
      int start = written.origins()[index];
      int end =
          Math.max(start + 1, written.origins()[Math.min(index + 1, written.text().length())]);
      throw cursor.fault(
          Fault.at(start, end)
              .problem("the pattern is wrong: " + broken.getDescription())
              .fits(
                  "characters, . [a-z] \\d \\w \\s ^ $ \\b ( | ) * + ? {2,5}, (?i) at the start"));
    }
  }

  private Value missing(Field field, Operator operator, Written written) {
    if (operator.orders()) {
      throw cursor.fault(
          at(written)
              .problem("null has no order: it can be compared with = and != only")
              .fits(
                  field.type() == FieldType.JSON ? "a number or a time" : field.type().accepts()));
    }
    if (field.presence() == Field.Presence.ALWAYS) {
      throw cursor.fault(
          at(written)
              .problem(field.text() + " is never missing")
              .fits(
                  field.type() == FieldType.TEXT
                      ? "a text; \"\" when the record does not say, \"null\" for the word"
                      : field.type().accepts()));
    }
    return new Value.Missing();
  }

  private Value id(Field field, Written written) {
    if (!QueryParser.isUuid(written.text())) {
      throw unfit(field, written);
    }
    return new Value.Id(UUID.fromString(written.text()));
  }

  private Value choice(Field field, Written written) {
    List<String> known = names(field);
    String name = written.text().toUpperCase(Locale.ROOT);
    if (!known.contains(name)) {
      throw cursor.fault(
          at(written)
              .problem("there is no such " + field.text())
              .fits(String.join(", ", known))
              .nearest(Nearest.to(name, known)));
    }
    return new Value.Choice(name);
  }

  private static List<String> names(Field field) {
    Enum<?>[] all = field == Field.OfRow.STATUS ? RetryRow.Status.values() : FailureClass.values();
    return Arrays.stream(all).map(Enum::name).toList();
  }

  private Value count(Field field, Written written) {
    return Literals.whole(written.text())
        .filter(count -> count <= Integer.MAX_VALUE)
        .map(count -> new Value.Count(Math.toIntExact(count)))
        .orElseThrow(() -> unfit(field, written));
  }

  private Value span(Field field, Written written) {
    String text = written.text();
    if (text.length() < 2) {
      throw unfit(field, written);
    }
    long unit =
        switch (text.charAt(text.length() - 1)) {
          case 's' -> 1;
          case 'm' -> 60;
          case 'h' -> 3_600;
          case 'd' -> 86_400;
          default -> throw unfit(field, written);
        };
    return Literals.whole(text.substring(0, text.length() - 1))
        .filter(many -> many <= DAYS_MAX * 86_400 / unit)
        .map(many -> new Value.Span(Duration.ofSeconds(many * unit)))
        .orElseThrow(() -> unfit(field, written));
  }

  private Value flag(Field field, Written written) {
    return Literals.flag(written.text()).orElseThrow(() -> unfit(field, written));
  }

  /// In a body the spelling decides: quoted is a text; bare may be a number, a time or a flag.
  private Value json(Operator operator, Written written) {
    Optional<Value> special = Optional.empty();
    if (written.isBare()) {
      if (Literals.looksLikeNumber(written.text())) {
        special = Optional.of(Literals.amount(written.text()).orElseThrow(() -> large(written)));
      } else {
        special = Literals.time(written.text()).or(() -> Literals.flag(written.text()));
      }
    }
    boolean ordered =
        special.isPresent()
            && (special.get() instanceof Value.Amount || special.get() instanceof Value.Time);
    if (operator.orders() && !ordered) {
      throw cursor.fault(
          at(written)
              .problem(
                  "%s orders numbers and times, and this is neither".formatted(operator.sign()))
              .fits("a number such as 12.5, or a time such as 2026-11-20T06:00:00Z, unquoted"));
    }
    return special.orElseGet(() -> new Value.Text(written.text()));
  }

  private QuerySyntaxException large(Written written) {
    return cursor.fault(
        at(written)
            .problem("the number is too large, too small or too long")
            .fits("a number of at most 40 digits and an exponent from -999 to 999"));
  }

  private QuerySyntaxException unfit(Field field, Written written) {
    return cursor.fault(
        at(written)
            .problem(field.text() + " is " + field.type().one() + ", and this is none")
            .fits(field.type().accepts()));
  }

  private static Fault at(Written written) {
    return Fault.at(written.start(), written.end());
  }
}
