package io.raptorflow.guild.matrix.computed;

import io.raptorflow.agent.Computation;
import io.raptorflow.agent.Table;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.guild.matrix.output.ChannelTotal;
import io.raptorflow.guild.matrix.output.DataWindow;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The table `kpi_daily`, checked and summed to one row per channel and day.
///
/// Sums are exact decimals, so the order of rows cannot move a digit.
///
/// @param brands ids in the column `brand_id`
/// @param rows rows of the table
/// @param over rows with more clicks than impressions
/// @param unpriced channels of which no row says what they brought in; their revenue counts as
///   nothing here, and who uses it must say so
/// @param hash the same for every order of rows
record KpiHistory(
    String currency,
    Set<String> brands,
    NavigableMap<String, NavigableMap<LocalDate, Day>> channels,
    int rows,
    int over,
    SortedSet<String> unpriced,
    String hash) {
  static final String TABLE = "kpi_daily";
  private static final int PROBLEMS_MAX = 10;
  private static final BigDecimal AMOUNT_MAX = BigDecimal.TEN.pow(12);
  private static final List<String> COLUMNS =
      List.of(
          "date",
          "brand_id",
          "channel",
          "campaign_id",
          "impressions",
          "clicks",
          "cost",
          "conversions",
          "revenue",
          "currency");

  KpiHistory {
    brands = Set.copyOf(brands);
    unpriced = Collections.unmodifiableSortedSet(new TreeSet<>(unpriced));
    channels = Collections.unmodifiableNavigableMap(channels);
  }

  /// What one channel did on one day.
  record Day(
      BigDecimal impressions,
      BigDecimal clicks,
      BigDecimal cost,
      BigDecimal conversions,
      BigDecimal revenue) {
    static final Day ZERO =
        new Day(
            BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    Day plus(Day other) {
      return new Day(
          impressions.add(other.impressions),
          clicks.add(other.clicks),
          cost.add(other.cost),
          conversions.add(other.conversions),
          revenue.add(other.revenue));
    }
  }

  /// A history, or what is wrong with the table.
  sealed interface Reading {
    record Read(KpiHistory history) implements Reading {}

    /// @param problems each naming row, column, value and rule; at most ten
    record Broken(List<String> problems) implements Reading {}
  }

  /// What an agent does with a sound history.
  interface Body<S> {
    Computation.Result run(Study study, S settings, KpiHistory history);
  }

  /// Runs a method on the history of a task.
  ///
  /// @param missing what to say when the table did not come
  static <S> Computation.Result study(
      String method,
      TaskInputs inputs,
      Function<SettingReader, S> settings,
      String missing,
      Body<S> body) {
    SettingReader reader = new SettingReader(inputs.settings());
    S read = settings.apply(reader);
    List<String> problems = reader.problems();
    if (!problems.isEmpty()) {
      return new Computation.Refused(problems);
    }
    Optional<Table> table = inputs.table(TABLE);
    if (table.isEmpty()) {
      return Computation.Refused.because(missing);
    }
    return switch (read(table.get())) {
      case Reading.Broken broken -> new Computation.Refused(broken.problems());
      case Reading.Read(KpiHistory history) ->
          body.run(Study.of(method, inputs, reader.used(), history.hash()), read, history);
    };
  }

  /// Reads a table by the rules of its schema. An empty cell is unknown and is not taken for zero.
  static Reading read(Table table) {
    List<String> missing =
        COLUMNS.stream().filter(column -> table.column(column).isEmpty()).toList();
    if (!missing.isEmpty()) {
      return new Reading.Broken(
          List.of("table " + table.name() + " lacks the columns " + String.join(", ", missing)));
    }
    if (table.rows().isEmpty()) {
      return new Reading.Broken(List.of("table " + table.name() + " has no rows"));
    }
    return new Rows(table).read();
  }

  DataWindow window() {
    LocalDate from =
        Collections.min(channels.values().stream().map(NavigableMap::firstKey).toList());
    LocalDate to = Collections.max(channels.values().stream().map(NavigableMap::lastKey).toList());
    return new DataWindow(from, to);
  }

  /// Days without a row between the first and the last day of a channel.
  static List<LocalDate> gaps(NavigableMap<LocalDate, Day> days) {
    return days.firstKey()
        .datesUntil(days.lastKey())
        .filter(date -> !days.containsKey(date))
        .toList();
  }

  /// What must be said of channels whose revenue is unknown.
  List<String> unpricedNotes() {
    return unpriced.stream()
        .map(channel -> channel + ": revenue is unknown, so it is left out where money counts")
        .toList();
  }

  /// Sums by channel over all days, in the order of names.
  List<ChannelTotal> totals() {
    return channels.entrySet().stream()
        .map(entry -> total(entry.getKey(), entry.getValue().values()))
        .toList();
  }

  static ChannelTotal total(String channel, Collection<Day> days) {
    Day sum = days.stream().reduce(Day.ZERO, Day::plus);
    return new ChannelTotal(
        channel,
        sum.impressions().longValueExact(),
        sum.clicks().longValueExact(),
        sum.cost(),
        sum.conversions(),
        sum.revenue(),
        ratio(sum.cost(), sum.clicks()),
        ratio(sum.conversions(), sum.clicks()),
        ratio(sum.cost(), sum.conversions()),
        ratio(sum.revenue(), sum.cost()));
  }

  /// A ratio of sums, or null when the divisor is zero.
  static @Nullable Double ratio(BigDecimal part, BigDecimal whole) {
    return whole.signum() == 0
        ? null
        : Double.valueOf(part.divide(whole, MathContext.DECIMAL64).doubleValue());
  }

  private static final class Rows {
    private final Table table;
    private final Map<String, Integer> at = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();
    private final NavigableMap<String, NavigableMap<LocalDate, Day>> channels = new TreeMap<>();
    private final SortedSet<String> currencies = new TreeSet<>();
    private final SortedSet<String> brands = new TreeSet<>();
    private final Set<List<String>> seen = new HashSet<>();
    private final Map<String, Integer> rowsOf = new TreeMap<>();
    private final Map<String, List<Integer>> withoutRevenue = new TreeMap<>();
    private int over;

    Rows(Table table) {
      this.table = table;
      COLUMNS.forEach(column -> at.put(column, table.column(column).orElseThrow()));
    }

    Reading read() {
      for (int i = 0; i < table.rows().size() && problems.size() < PROBLEMS_MAX; i++) {
        row(i + 2, table.rows().get(i));
      }
      if (currencies.size() > 1) {
        problems.add(
            "table " + table.name() + " mixes the currencies " + currencies + ", must be one");
      }
      SortedSet<String> unpriced = unpriced();
      if (!problems.isEmpty()) {
        return new Reading.Broken(List.copyOf(problems));
      }
      List<List<String>> sorted =
          table.records().stream()
              .map(row -> List.copyOf(new TreeMap<>(row).values()))
              .sorted((a, b) -> String.join("\u0000", a).compareTo(String.join("\u0000", b)))
              .toList();
      String hash = CanonicalJson.hash(List.of(new TreeSet<>(table.columns()), sorted));
      return new Reading.Read(
          new KpiHistory(
              currencies.first(), brands, channels, table.rows().size(), over, unpriced, hash));
    }

    /// An export may lack revenue as a whole; a single empty cell among others is a fault.
    private SortedSet<String> unpriced() {
      SortedSet<String> unpriced = new TreeSet<>();
      withoutRevenue.forEach(
          (channel, lines) -> {
            if (lines.size() == rowsOf.getOrDefault(channel, 0)) {
              unpriced.add(channel);
            } else {
              problem(lines.getFirst(), "revenue", "", "is unknown, and an unknown is not zero");
            }
          });
      return unpriced;
    }

    private BigDecimal revenue(int line, List<String> cells, String channel) {
      rowsOf.merge(channel, 1, Integer::sum);
      if (!cell(cells, "revenue").isEmpty()) {
        return amount(line, cells, "revenue");
      }
      withoutRevenue.computeIfAbsent(channel, name -> new ArrayList<>()).add(line);
      return BigDecimal.ZERO;
    }

    private void row(int line, List<String> cells) {
      LocalDate date;
      try {
        date = LocalDate.parse(cell(cells, "date"));
      } catch (DateTimeParseException notDate) {
        problem(line, "date", cell(cells, "date"), "must be an ISO date");
        return;
      }
      if (date.getYear() < 1910 || date.getYear() > 2099) {
        problem(line, "date", date.toString(), "must lie between 1910 and 2099");
        return;
      }
      String channel = cell(cells, "channel");
      if (channel.isEmpty()) {
        problem(line, "channel", channel, "must not be empty");
        return;
      }
      if (!seen.add(List.of(date.toString(), channel, cell(cells, "campaign_id")))) {
        problem(line, "date", date.toString(), "repeats a day of the same campaign");
        return;
      }
      String currency = cell(cells, "currency");
      if (currency.length() != 3) {
        problem(line, "currency", currency, "must be an ISO 4217 code");
        return;
      }
      currencies.add(currency);
      brands.add(cell(cells, "brand_id"));
      Day day =
          new Day(
              count(line, cells, "impressions"),
              count(line, cells, "clicks"),
              amount(line, cells, "cost"),
              amount(line, cells, "conversions"),
              revenue(line, cells, channel));
      if (day.clicks().compareTo(day.impressions()) > 0) {
        over++;
      }
      channels.computeIfAbsent(channel, name -> new TreeMap<>()).merge(date, day, Day::plus);
    }

    private BigDecimal count(int line, List<String> cells, String column) {
      BigDecimal value = amount(line, cells, column);
      if (value.stripTrailingZeros().scale() > 0) {
        problem(line, column, value.toPlainString(), "must be a whole number");
        return BigDecimal.ZERO;
      }
      return value;
    }

    private BigDecimal amount(int line, List<String> cells, String column) {
      String text = cell(cells, column);
      try {
        BigDecimal value = text.length() > 30 ? BigDecimal.valueOf(-1) : new BigDecimal(text);
        if (value.signum() >= 0
            && value.compareTo(AMOUNT_MAX) < 0
            && Math.abs(value.scale()) <= 12) {
          return value;
        }
      } catch (NumberFormatException notNumber) {
        // Said below, with the same rule as for a negative number.
      }
      problem(
          line,
          column,
          text,
          text.isEmpty()
              ? "is unknown, and an unknown is not zero"
              : "must be a number from 0 to below 10^12");
      return BigDecimal.ZERO;
    }

    private String cell(List<String> cells, String column) {
      return cells.get(at.getOrDefault(column, 0)).strip();
    }

    private void problem(int line, String column, String value, String rule) {
      String shown = value.length() > 40 ? value.substring(0, 40) + "…" : value;
      problems.add(
          "table %s, row %d, %s '%s' %s".formatted(table.name(), line, column, shown, rule));
    }
  }
}
