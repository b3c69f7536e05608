package io.raptorflow.guild.matrix.method;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/// Spend against the time that has gone, with days weighted by their weekday.
public final class Pacing {
  private Pacing() {}

  /// @param index spent / (budget x share of the plan that has gone)
  /// @param projected spend at the end if the pace holds
  /// @param neededPerDay what each remaining day must spend
  public record Pace(double expectedShare, double index, double projected, double neededPerDay) {}

  /// @param shares weight of Monday to Sunday, none negative, at least one above zero
  /// @param elapsed days that have gone, 1 up to the length of the flight
  public static Pace of(
      LocalDate from, LocalDate to, int elapsed, double budget, double spent, double[] shares) {
    int days = (int) ChronoUnit.DAYS.between(from, to) + 1;
    double gone = weight(from, elapsed, shares);
    double all = weight(from, days, shares);
    double expected = gone / all;
    return new Pace(
        expected,
        spent / (budget * expected),
        spent / expected,
        days == elapsed ? 0 : Math.max(0, budget - spent) / (days - elapsed));
  }

  /// Weight of the first `days` days.
  public static double weight(LocalDate from, int days, double[] shares) {
    double sum = 0;
    for (int i = 0; i < days; i++) {
      DayOfWeek day = from.plusDays(i).getDayOfWeek();
      sum += shares[day.getValue() - 1];
    }
    return sum;
  }
}
