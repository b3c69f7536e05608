package io.raptorflow.guild.matrix.output;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.math.BigDecimal;
import java.util.List;

/// Customers by the month of their first order and the months since.
public record CohortTable(@JsonUnwrapped Grounds grounds, Result result) {

  /// @param asOf month that is still running, or the first without data; months from it on are not
  ///   shown
  /// @param meanRetention over all cohorts that have reached the month, weighted by size
  public record Result(
      String currency, String asOf, List<Cohort> cohorts, List<Double> meanRetention) {
    public Result {
      cohorts = List.copyOf(cohorts);
      meanRetention = List.copyOf(meanRetention);
    }
  }

  /// One cohort. The lists stop where the future begins.
  ///
  /// @param active customers with an order in the month, from month 0
  /// @param retention `active` as a share of `size`
  /// @param revenuePerHead money of the month, by customer of the cohort
  public record Cohort(
      String month,
      int size,
      List<Integer> active,
      List<Double> retention,
      List<BigDecimal> revenuePerHead) {
    public Cohort {
      active = List.copyOf(active);
      retention = List.copyOf(retention);
      revenuePerHead = List.copyOf(revenuePerHead);
    }
  }
}
