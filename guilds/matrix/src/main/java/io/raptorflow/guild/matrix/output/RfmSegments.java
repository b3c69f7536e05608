package io.raptorflow.guild.matrix.output;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Customers by recency, frequency and money.
public record RfmSegments(@JsonUnwrapped Grounds grounds, Result result) {

  /// @param scores customers by three-digit score
  /// @param customers with their scores, by id; left out above 5,000
  public record Result(
      LocalDate asOf,
      String currency,
      int customerCount,
      BigDecimal revenue,
      List<Segment> segments,
      Map<String, Integer> scores,
      List<Customer> customers) {
    public Result {
      segments = List.copyOf(segments);
      scores = Collections.unmodifiableMap(new TreeMap<>(scores));
      customers = List.copyOf(customers);
    }
  }

  /// @param revenueShare of all revenue
  public record Segment(
      String name, String rule, int customers, BigDecimal revenue, double revenueShare) {}

  /// @param recency days since the last order
  /// @param rfm three digits from 1 to 5
  public record Customer(
      String id, long recency, int frequency, BigDecimal monetary, String rfm, String segment) {}
}
