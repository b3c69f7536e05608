package io.raptorflow.dlq.exchange;

import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.WorkId;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.LogReader;
import io.raptorflow.dlq.Edits;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Writes dead letters of rows to a file. Thread-safe.
public final class Exporter {
  private final Bus bus;

  public Exporter(Bus bus) {
    this.bus = bus;
  }

  /// What was written.
  ///
  /// @param gone works whose dead letter, or its edit, is no longer in the log, and which the file
  ///   lacks
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
                        Optional<ExportedLetter> letter = letter(row, reader);
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

  /// Without the bytes that an operator wants sent it would be another work.
  private Optional<ExportedLetter> letter(RetryRow row, LogReader reader) {
    Optional<ConsumerRecord<byte[], byte[]>> letter = reader.find(row.letter());
    Coordinates edited = row.edited();
    if (letter.isEmpty() || edited == null) {
      return letter.map(record -> ExportedLetter.of(row, record, null));
    }
    return reader
        .find(edited)
        .map(edit -> ExportedLetter.of(row, letter.get(), Edits.read(edit, bus.codec())));
  }
}
