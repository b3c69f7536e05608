package io.raptorflow.tables;

import io.raptorflow.tables.Layout.DateOrder;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a column writes days. Where day and month could be either, one date with a part above twelve
/// settles the whole column.
final class Days {
  private static final Pattern YEAR_FIRST =
      Pattern.compile("(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})(?:[T ].*)?");
  private static final Pattern YEAR_LAST =
      Pattern.compile("(\\d{1,2})([-/.])(\\d{1,2})[-/.](\\d{4})(?:[T ,].*)?");
  private static final Pattern COMPACT = Pattern.compile("(\\d{4})(\\d{2})(\\d{2})");
  private static final DateTimeFormatter WORDS =
      DateTimeFormatter.ofPattern("MMM d, uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter LONG_WORDS =
      DateTimeFormatter.ofPattern("MMMM d, uuuu", Locale.ENGLISH);

  private final DateOrder usual;
  private boolean dayFirst;
  private boolean monthFirst;

  Days(DateOrder usual) {
    this.usual = usual;
  }

  void see(String cell) {
    Matcher last = YEAR_LAST.matcher(cell.strip());
    if (last.matches()) {
      dayFirst |= Integer.parseInt(last.group(1)) > 12 || last.group(2).equals(".");
      monthFirst |= Integer.parseInt(last.group(3)) > 12;
    }
  }

  /// How dates with the year last are read.
  String order() {
    return decided().map(Enum::name).orElse("undecided");
  }

  private Optional<DateOrder> decided() {
    if (dayFirst && monthFirst) {
      return Optional.empty();
    }
    if (dayFirst || monthFirst) {
      return Optional.of(dayFirst ? DateOrder.DMY : DateOrder.MDY);
    }
    return usual == DateOrder.YMD ? Optional.empty() : Optional.of(usual);
  }

  /// The day, or empty when the text is none or could be two.
  Optional<LocalDate> read(String cell) {
    String text = cell.strip();
    try {
      Matcher first = YEAR_FIRST.matcher(text);
      Matcher compact = COMPACT.matcher(text);
      Matcher parts = first.matches() ? first : compact.matches() ? compact : null;
      if (parts != null) {
        return Optional.of(day(parts.group(1), parts.group(2), parts.group(3)));
      }
      Matcher last = YEAR_LAST.matcher(text);
      if (last.matches()) {
        return decided()
            .map(
                order ->
                    order == DateOrder.DMY
                        ? day(last.group(4), last.group(3), last.group(1))
                        : day(last.group(4), last.group(1), last.group(3)));
      }
      return Optional.of(LocalDate.parse(text, text.length() > 12 ? LONG_WORDS : WORDS));
    } catch (DateTimeException noSuchDay) {
      return Optional.empty();
    }
  }

  private static LocalDate day(String year, String month, String day) {
    return LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day));
  }
}
