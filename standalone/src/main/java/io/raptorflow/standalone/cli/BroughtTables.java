package io.raptorflow.standalone.cli;

import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.Payload;
import io.raptorflow.tables.Imported;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Tables that several exports of a brief make together: the files of one kind, one below the
/// other.
final class BroughtTables {
  private final Map<String, List<Imported.Understood>> byTable = new LinkedHashMap<>();

  void add(Imported.Understood understood) {
    byTable.computeIfAbsent(understood.table(), table -> new ArrayList<>()).add(understood);
  }

  /// Tables that no file brought under their own name. What cannot be put together is a gap.
  List<Attachment> attachments(Set<String> taken, List<String> gaps) {
    List<Attachment> attachments = new ArrayList<>();
    byTable.forEach(
        (table, files) -> {
          Set<String> currencies = new TreeSet<>();
          files.forEach(file -> currencies.addAll(currencies(file)));
          if (taken.contains(table)) {
            gaps.add(
                "%s: the brief brings the table itself, so %s was not added to it"
                    .formatted(table, files.stream().map(Imported.Understood::file).toList()));
          } else if (currencies.size() > 1) {
            gaps.add(
                "%s: the exports are in %s and were not put together".formatted(table, currencies));
          } else {
            attachments.add(
                new Attachment(table, Attachment.CSV, Payload.inline(together(files).csv())));
          }
        });
    return attachments;
  }

  private static Set<String> currencies(Imported.Understood file) {
    Set<String> currencies = new TreeSet<>();
    int at = file.columns().indexOf("currency");
    file.rows().forEach(row -> currencies.add(at < 0 ? "" : row.get(at)));
    currencies.remove("");
    return currencies;
  }

  private static Imported.Understood together(List<Imported.Understood> files) {
    Set<String> columns = new LinkedHashSet<>();
    files.forEach(file -> columns.addAll(file.columns()));
    List<List<String>> rows = new ArrayList<>();
    for (Imported.Understood file : files) {
      for (List<String> row : file.rows()) {
        rows.add(
            columns.stream()
                .map(
                    column -> {
                      int at = file.columns().indexOf(column);
                      return at < 0 ? "" : row.get(at);
                    })
                .toList());
      }
    }
    Imported.Understood first = files.getFirst();
    return new Imported.Understood(
        first.file(),
        first.layout(),
        first.table(),
        first.encoding(),
        first.headerLine(),
        List.copyOf(columns),
        rows,
        List.of(),
        List.of(),
        first.hash());
  }
}
