package io.raptorflow.tables;

import io.raptorflow.tables.Numerals.Decimals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Holds the sum of the rows against the totals that the file itself states.
final class TotalsCheck {
  private static final List<String> SUMS =
      List.of("impressions", "clicks", "cost", "conversions", "revenue", "sessions");
  private static final BigDecimal CENT = new BigDecimal("0.01");

  private final Header header;
  private final Decimals decimals;
  private final List<String> notes;

  TotalsCheck(Header header, Decimals decimals, List<String> notes) {
    this.header = header;
    this.decimals = decimals;
    this.notes = notes;
  }

  /// Notes for each column whether some stated total agrees within the rounding of its rows.
  void compare(List<Sheet.Row> totals, List<Map<String, String>> rows) {
    List<String> agreed = new ArrayList<>();
    for (String field : SUMS) {
      Integer at = header.at().get(field);
      if (at == null || totals.isEmpty()) {
        continue;
      }
      List<BigDecimal> stated = new ArrayList<>();
      for (Sheet.Row total : totals) {
        String cell = at < total.cells().size() ? total.cells().get(at).strip() : "";
        Optional<BigDecimal> number =
            Numerals.isOpen(cell) && !field.equals("cost") && !field.equals("revenue")
                ? Optional.of(new BigDecimal(Numerals.bare(cell).replaceAll("[.,]", "")))
                : Numerals.read(cell, decimals);
        number.ifPresent(stated::add);
      }
      if (stated.isEmpty()) {
        continue;
      }
      BigDecimal sum =
          rows.stream()
              .map(row -> row.getOrDefault(field, ""))
              .filter(cell -> !cell.isEmpty())
              .map(BigDecimal::new)
              .reduce(BigDecimal.ZERO, BigDecimal::add);
      BigDecimal slack = CENT.multiply(BigDecimal.valueOf(Math.max(1, rows.size())));
      boolean equal = stated.stream().anyMatch(t -> t.subtract(sum).abs().compareTo(slack) <= 0);
      if (equal) {
        agreed.add(header.called(field));
      } else {
        notes.add(
            "WARNING: '%s' adds up to %s, the file states %s"
                .formatted(
                    header.called(field),
                    sum.toPlainString(),
                    stated.stream().map(BigDecimal::toPlainString).toList()));
      }
    }
    if (!agreed.isEmpty()) {
      notes.add("the file's own totals agree for " + String.join(", ", agreed));
    }
  }
}
