package io.raptorflow.lords.council;

import io.raptorflow.agent.Computation;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.campaign.BrandBrief;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// LORD-001: date by channel by task, with owner and dependency.
///
/// @param blackouts days on which nothing starts
public record CampaignCalendar(
    LocalDate from, LocalDate to, List<Entry> entries, List<LocalDate> blackouts) {
  private static final int READ_OUT_DAYS = 7;
  private static final int PREPARATION_DAYS = 14;

  /// One line.
  ///
  /// @param channel channel, or `all`
  /// @param owner who does it: a Lord, a guild, or `brand` for the people
  /// @param after id of the entry that must be done before; empty when none
  public record Entry(
      String id, LocalDate date, String channel, String task, String owner, String after) {}

  static Computation.Result compute(TaskInputs inputs) {
    BrandBrief brief = Briefs.of(inputs);
    LocalDate from = brief.objective().from();
    LocalDate to = brief.objective().to();
    LocalDate asked = LocalDate.ofInstant(inputs.asOf(), ZoneOffset.UTC);
    List<Entry> entries = new ArrayList<>();
    List<String> caveats = new ArrayList<>();
    LocalDate prepare = workday(latest(asked, from.minusDays(PREPARATION_DAYS)));
    if (prepare.isAfter(from)) {
      caveats.add("the flight begins on " + from + ", before the preparation can be done");
    }
    entries.add(new Entry("C01", prepare, "all", "Release the approved assets", "LORD-007", ""));
    entries.add(
        new Entry(
            "C02",
            workday(prepare.plusDays(2)),
            "all",
            "See landing pages answer and one test conversion arrive",
            "brand",
            "C01"));
    int number = 3;
    for (String channel : brief.channels()) {
      String start = "C%02d".formatted(number++);
      entries.add(
          new Entry(
              start,
              workday(from),
              channel,
              "Start " + channel + " for " + brief.product().name(),
              "brand",
              "C02"));
      LocalDate check = workday(from.plusDays(7));
      for (int i = 0; check.isBefore(to) && i < 26; i++) {
        entries.add(
            new Entry(
                "C%02d".formatted(number++),
                check,
                channel,
                "Hold " + brief.objective().kpi() + " of " + channel + " against the plan",
                "LORD-005",
                start));
        check = workday(check.plusDays(ChronoUnit.DAYS.between(from, to) > 60 ? 14 : 7));
      }
    }
    entries.add(new Entry("C%02d".formatted(number++), to, "all", "End of flight", "brand", ""));
    entries.add(
        new Entry(
            "C%02d".formatted(number),
            workday(to.plusDays(READ_OUT_DAYS)),
            "all",
            "Read-out: "
                + brief.objective().kpi()
                + " against "
                + brief.objective().target().toPlainString(),
            "LORD-005",
            ""));
    entries.sort(Comparator.comparing(Entry::date).thenComparing(Entry::id));
    caveats.add("no blackout days were given; public holidays are not known here");
    return new Computation.Answered(new CampaignCalendar(from, to, entries, List.of()), caveats);
  }

  private static LocalDate latest(LocalDate one, LocalDate other) {
    return one.isAfter(other) ? one : other;
  }

  private static LocalDate workday(LocalDate day) {
    LocalDate next = day;
    while (next.getDayOfWeek() == DayOfWeek.SATURDAY || next.getDayOfWeek() == DayOfWeek.SUNDAY) {
      next = next.plusDays(1);
    }
    return next;
  }
}
