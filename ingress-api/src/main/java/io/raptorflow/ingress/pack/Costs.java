package io.raptorflow.ingress.pack;

import io.raptorflow.bus.LedgerEntry;
import io.raptorflow.bus.LedgerEntry.CallSource;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a run paid for model calls, exact to the sixth decimal place.
///
/// @param lines by agent and model, sorted
record Costs(List<Line> lines) {

  /// @param calls all calls, those from journal and cache included
  /// @param paid calls that cost money
  record Line(
      String agent,
      String model,
      int calls,
      int paid,
      long promptTokens,
      long completionTokens,
      BigDecimal costUsd) {

    Line plus(LedgerEntry entry) {
      boolean bought = entry.source() == CallSource.PAID;
      return new Line(
          agent,
          model,
          calls + 1,
          paid + (bought ? 1 : 0),
          promptTokens + entry.promptTokens(),
          completionTokens + entry.completionTokens(),
          costUsd.add(entry.costUsd()));
    }
  }

  Costs {
    lines = List.copyOf(lines);
  }

  static Costs of(List<LedgerEntry> ledger) {
    Map<List<String>, Line> lines = new TreeMap<>(Comparator.comparing(List::toString));
    for (LedgerEntry entry : ledger) {
      Line empty =
          new Line(entry.agent().value(), entry.model(), 0, 0, 0, 0, BigDecimal.ZERO.setScale(6));
      lines.merge(
          List.of(entry.agent().value(), entry.model()),
          empty.plus(entry),
          (line, _) -> line.plus(entry));
    }
    return new Costs(new ArrayList<>(lines.values()));
  }

  BigDecimal totalUsd() {
    return lines.stream().map(Line::costUsd).reduce(BigDecimal.ZERO.setScale(6), BigDecimal::add);
  }

  int calls() {
    return lines.stream().mapToInt(Line::calls).sum();
  }

  /// The file `costs.json`; money is text, so that no reader rounds it.
  Map<String, Object> file() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Line line : lines) {
      Map<String, Object> row = new TreeMap<>();
      row.put("agent", line.agent());
      row.put("model", line.model());
      row.put("calls", line.calls());
      row.put("paidCalls", line.paid());
      row.put("promptTokens", line.promptTokens());
      row.put("completionTokens", line.completionTokens());
      row.put("costUsd", line.costUsd().toPlainString());
      rows.add(row);
    }
    Map<String, Object> file = new TreeMap<>();
    file.put("lines", rows);
    file.put("totalUsd", totalUsd().toPlainString());
    file.put("modelCalls", calls());
    return file;
  }
}
