package io.raptorflow.dlq.exchange;

import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.WorkId;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.LogReader;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Writes dead letters of rows to a file. Thread-safe.
public final class Exporter {
  private final Bus bus;

  public Exporter(Bus bus) {
    this.bus = bus;
  }

  /// What was written.
  ///
  /// @param gone works whose dead letter is no longer in the log, and which the file lacks
  public record Report(long written, List<WorkId> gone) {
    public Report {
      gone = List.copyOf(gone);
    }
  }

  /// Writes the dead letters of rows, one line each; does not close the output.
  ///
  /// @throws IOException when the output fails
  public Report export(Collection<RetryRow> rows, OutputStream output) throws IOException {
    List<WorkId> gone = new ArrayList<>();
    try (LogReader reader = bus.newLogReader()) {
      long written =
          DeadLetterFile.write(
              rows.stream()
                  .map(
                      row -> {
                        Optional<ExportedLetter> letter =
                            reader.find(row.letter()).map(record -> ExportedLetter.of(row, record));
                        if (letter.isEmpty()) {
                          gone.add(row.work());
                        }
                        return letter;
                      })
                  .flatMap(Optional::stream),
              output);
      return new Report(written, gone);
    }
  }
}
