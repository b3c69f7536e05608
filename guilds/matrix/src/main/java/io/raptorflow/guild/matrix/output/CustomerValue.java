package io.raptorflow.guild.matrix.output;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.LocalDate;
import java.util.List;

/// What customers are expected to buy, and what that is worth today.
public record CustomerValue(@JsonUnwrapped Grounds grounds, Result result) {

  /// @param horizonWeeks how far the value looks
  /// @param expectedPurchases of all customers in that time
  /// @param value of all customers in that time, discounted
  /// @param deciles customers by value, the most valuable tenth first
  public record Result(
      LocalDate asOf,
      String currency,
      int customers,
      int horizonWeeks,
      Parameters parameters,
      double expectedPurchases,
      double value,
      Holdout holdout,
      List<Decile> deciles,
      List<Top> top) {
    public Result {
      deciles = List.copyOf(deciles);
      top = List.copyOf(top);
    }
  }

  /// Parameters of the two models; time is in weeks.
  public record Parameters(
      double r,
      double alpha,
      double a,
      double b,
      double logLikelihood,
      double p,
      double q,
      double gamma,
      double meanValue) {}

  /// A fit on the first part of the time, held against the rest.
  public record Holdout(LocalDate cut, double expected, double actual) {}

  public record Decile(
      int decile, int customers, double alive, double expectedPurchases, double value) {}

  public record Top(String customer, double alive, double expectedPurchases, double value) {}
}
