package io.raptorflow.tables;

import io.raptorflow.bus.Sha256;
import io.raptorflow.tables.Imported.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads one file: encoding, delimiter, header, layout, numbers and days, rows, totals.
///
/// Immutable and thread-safe; the same bytes give the same table.
public final class TableImport {
  /// Largest file that is read, in bytes.
  public static final long BYTES_MAX = 64L * 1024 * 1024;

  private static final int HEADER_WITHIN = 40;

  private final String brand;
  private final String currency;

  /// @param brand id that rows get where the export names no brand; may be empty
  /// @param currency code for exports that name none; may be empty
  public TableImport(String brand, String currency) {
    this.brand = brand;
    this.currency = currency;
  }

  /// Reads a file.
  ///
  /// @throws IOException when it is there and cannot be read
  public Imported read(Path file) throws IOException {
    String name = file.getFileName().toString();
    if (!Files.isRegularFile(file)) {
      return new Refused(name, List.of(name + ": there is no such file"));
    }
    long size = Files.size(file);
    if (size > BYTES_MAX) {
      return new Refused(
          name,
          List.of(
              "%s: has %d bytes, at most %d are read; export a shorter time or fewer columns"
                  .formatted(name, size, BYTES_MAX)));
    }
    return read(name, Files.readAllBytes(file));
  }

  /// Reads bytes that came under a name.
  public Imported read(String name, byte[] bytes) {
    return switch (Decoded.of(bytes)) {
      case Decoded.Refused(String why) -> new Refused(name, List.of(name + ": " + why));
      case Decoded.Text(String text, String encoding) ->
          switch (Sheet.of(text)) {
            case Sheet.Reading.Broken(String why) -> new Refused(name, List.of(name + ": " + why));
            case Sheet.Reading.Read(Sheet sheet) ->
                understood(name, encoding, sheet, Sha256.hex(bytes));
          };
    };
  }

  private Imported understood(String name, String encoding, Sheet sheet, String hash) {
    Optional<Header> header = header(sheet);
    if (header.isEmpty()) {
      return new Refused(name, List.of(name + ": " + unknown(sheet)));
    }
    Header found = header.get();
    if (!found.missing().isEmpty()) {
      return new Refused(
          name,
          List.of(
              "%s: line %d looks like a %s, but it lacks %s%s"
                  .formatted(
                      name,
                      found.row().line(),
                      found.layout().title(),
                      String.join(", ", found.missing()),
                      found.layout().advice().isEmpty() ? "" : "; " + found.layout().advice())));
    }
    return new RowReader(name, encoding, sheet, found, hash, brand, currency).read();
  }

  /// The row within the first forty that fits a layout best.
  private static Optional<Header> header(Sheet sheet) {
    Header best = null;
    for (Sheet.Row row : sheet.rows().subList(0, Math.min(HEADER_WITHIN, sheet.rows().size()))) {
      if (row.cells().size() < 2 || row.first().startsWith("#") && row.first().length() > 1) {
        continue;
      }
      for (Layout layout : Layout.all()) {
        Header header = Header.of(row, layout);
        if (header.score() > (best == null ? 1 : best.score())) {
          best = header;
        }
      }
    }
    return Optional.ofNullable(best);
  }

  private static String unknown(Sheet sheet) {
    List<String> seen = new ArrayList<>();
    for (Sheet.Row row : sheet.rows()) {
      if (!row.isBlank() && row.cells().size() > 1 && seen.isEmpty()) {
        seen.addAll(row.cells().subList(0, Math.min(8, row.cells().size())));
      }
    }
    return seen.isEmpty()
        ? "no table was found within the first " + HEADER_WITHIN + " lines"
        : "no known header within the first %d lines; the first cells are %s"
            .formatted(HEADER_WITHIN, seen);
  }
}
