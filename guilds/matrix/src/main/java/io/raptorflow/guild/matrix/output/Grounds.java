package io.raptorflow.guild.matrix.output;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What an answer rests on; its members stand beside `result` in the JSON of every answer.
///
/// @param settings every setting of the method with the value that was used
/// @param dataWindow first and last day of the data, null when they carry no dates
/// @param n rows that were used
/// @param uncertainty how far the numbers may be trusted, in words and numbers of the method
/// @param refusals parts of the question that the data do not carry, with the reason
/// @param inputHash SHA-256 of the data, the same for every order of rows
public record Grounds(
    String method,
    Map<String, String> settings,
    @Nullable DataWindow dataWindow,
    int n,
    String uncertainty,
    List<Check> assumptionChecks,
    List<String> refusals,
    String inputHash) {
  public Grounds {
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    assumptionChecks = List.copyOf(assumptionChecks);
    refusals = List.copyOf(refusals);
    if (method.isBlank() || uncertainty.isBlank()) {
      throw new IllegalArgumentException("grounds need a method and an uncertainty");
    }
    if (n < 1) {
      throw new IllegalArgumentException("grounds need at least one row, n was " + n);
    }
  }
}
