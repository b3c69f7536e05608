package io.raptorflow.guild.guardian.rules;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a measured rule asks of an asset; how a pack spells it stands in `docs/guardians.md`.
public sealed interface Condition {

  /// What a condition is held against.
  interface Subject {
    /// Texts of a field, by path; alternatives are separated by `|`, `*` is all that people read,
    /// `**` everything. Empty when the field is absent, null or blank.
    List<String> values(String path);

    /// Regions whose law holds for whoever receives the asset.
    Set<String> market();
  }

  boolean holds(Subject subject);

  /// The field that a reader should look at; empty when it is about none.
  String field();

  /// How a field can stand.
  enum State {
    PRESENT,
    ABSENT,
    TRUE,
    FALSE
  }

  /// Whether a field is there, or switched on.
  record Is(String field, State state) implements Condition {
    private static final Set<String> YES = Set.of("true", "yes", "1", "on");

    @Override
    public boolean holds(Subject subject) {
      List<String> values = subject.values(field);
      boolean on = values.stream().anyMatch(value -> YES.contains(lower(value)));
      return switch (state) {
        case PRESENT -> !values.isEmpty();
        case ABSENT -> values.isEmpty();
        case TRUE -> on;
        case FALSE -> !on;
      };
    }
  }

  /// Whether a value of the field is one of some words, in any case.
  record In(String field, Set<String> words) implements Condition {
    public In {
      words = Set.copyOf(words);
    }

    @Override
    public boolean holds(Subject subject) {
      return subject.values(field).stream()
          .anyMatch(value -> words.contains(lower(value).replaceAll("[\\s-]+", "_")));
    }
  }

  /// Whether a value matches, somewhere.
  record Matches(String field, Pattern pattern) implements Condition {
    @Override
    public boolean holds(Subject subject) {
      return subject.values(field).stream().anyMatch(value -> pattern.matcher(value).find());
    }
  }

  /// Whether a number lies within limits; a field without a number does not.
  record Within(String field, @Nullable BigDecimal min, @Nullable BigDecimal max)
      implements Condition {
    @Override
    public boolean holds(Subject subject) {
      for (String value : subject.values(field)) {
        BigDecimal number = number(value);
        if (number != null
            && (min == null || number.compareTo(min) >= 0)
            && (max == null || number.compareTo(max) <= 0)) {
          return true;
        }
      }
      return false;
    }

    private static @Nullable BigDecimal number(String value) {
      String digits = value.strip().replaceAll("[%\\s]", "");
      try {
        return digits.length() > 30 ? null : new BigDecimal(digits);
      } catch (NumberFormatException noNumber) {
        return null;
      }
    }
  }

  /// Whether a time of day lies in a window; both ends belong to it.
  record Clock(String field, String from, String to) implements Condition {
    private static final Pattern TIME = Pattern.compile("(?:^|[T ])([01]?\\d|2[0-3]):([0-5]\\d)");

    @Override
    public boolean holds(Subject subject) {
      for (String value : subject.values(field)) {
        var time = TIME.matcher(value);
        if (time.find()) {
          String clock = "%2s:%s".formatted(time.group(1), time.group(2)).replace(' ', '0');
          return clock.compareTo(from) >= 0 && clock.compareTo(to) <= 0;
        }
      }
      return false;
    }
  }

  /// Whether no more time than allowed lies between two dates; false when one cannot be read.
  ///
  /// @param until the later field
  record Age(String field, String until, long monthsMax, long daysMax) implements Condition {
    @Override
    public boolean holds(Subject subject) {
      LocalDate first = date(subject.values(field));
      LocalDate last = date(subject.values(until));
      return first != null
          && last != null
          && !last.isBefore(first)
          && !last.isAfter(first.plusMonths(monthsMax).plusDays(daysMax));
    }

    private static @Nullable LocalDate date(List<String> values) {
      for (String value : values) {
        try {
          return LocalDate.parse(value.length() > 10 ? value.substring(0, 10) : value);
        } catch (DateTimeParseException noDate) {
          continue;
        }
      }
      return null;
    }
  }

  /// Whether the receiver lives where one of these laws holds.
  record Market(Set<String> regions) implements Condition {
    public Market {
      regions = Set.copyOf(regions);
    }

    @Override
    public boolean holds(Subject subject) {
      return subject.market().stream().anyMatch(regions::contains);
    }

    @Override
    public String field() {
      return "";
    }
  }

  /// Whether none of them holds.
  record Not(Condition inner) implements Condition {
    @Override
    public boolean holds(Subject subject) {
      return !inner.holds(subject);
    }

    @Override
    public String field() {
      return inner.field();
    }
  }

  /// Whether all of them hold.
  record All(List<Condition> inner) implements Condition {
    public All {
      inner = List.copyOf(inner);
    }

    @Override
    public boolean holds(Subject subject) {
      return inner.stream().allMatch(condition -> condition.holds(subject));
    }

    @Override
    public String field() {
      return inner.stream().map(Condition::field).filter(f -> !f.isEmpty()).findFirst().orElse("");
    }
  }

  /// Whether one of them holds.
  record Any(List<Condition> inner) implements Condition {
    public Any {
      inner = List.copyOf(inner);
    }

    @Override
    public boolean holds(Subject subject) {
      return inner.stream().anyMatch(condition -> condition.holds(subject));
    }

    @Override
    public String field() {
      return inner.stream().map(Condition::field).filter(f -> !f.isEmpty()).findFirst().orElse("");
    }
  }

  private static String lower(String value) {
    return value.strip().toLowerCase(Locale.ROOT);
  }
}
