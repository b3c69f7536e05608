package io.raptorflow.dlq.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Dead letters as lines of JSON (JSON Lines, UTF-8). Both ways hold one line in memory.
///
/// A line is one object with these fields, all present, in this order: `version` (2), the facts of
/// the row (`work`, `status`, `agent`, `workspace`, `run`, `failure`, `fingerprint`, `message`,
/// `group`, `failures`, `replays`, `firstFailedAt`, `lastFailedAt`, `history`), `letter` and
/// `original` (`topic`, `partition`, `offset`, and `timestamp` of the original), `key`, `value`,
/// `headers` (`name`, `value`), `edited` (what an operator wants sent in place of `value`; lines of
/// version 1 lack it), `schemaId`, and `sha256`. Bytes are null, `{"text":…}` when they are UTF-8
/// without control characters, or `{"base64":…}` (RFC 4648, section 4, padded). `sha256` is the
/// hash of all bytes of the line before `,"sha256"`, so a line that was changed is refused.
public final class DeadLetterFile {
  static final int VERSION = 2;

  /// Lines without edits, as they were written before.
  static final int VERSION_UNEDITED = 1;

  /// Longest line that is read: above the largest dead letter of 4 MiB as base64.
  public static final int LINE_BYTES_MAX = 16 * 1024 * 1024;

  private DeadLetterFile() {}

  /// Writes dead letters, one line each; does not close the output.
  ///
  /// @return how many
  /// @throws IOException when the output fails
  public static long write(Stream<ExportedLetter> letters, OutputStream output) throws IOException {
    LineWriter writer = new LineWriter();
    long lines = 0;
    for (Iterator<ExportedLetter> all = letters.iterator(); all.hasNext(); lines++) {
      writer.write(all.next(), output);
    }
    output.flush();
    return lines;
  }

  /// Reads lines as they are asked for; a broken line does not end the reading. Does not close the
  /// input.
  ///
  /// @throws java.io.UncheckedIOException from the stream, when the input fails
  public static Stream<FileLine> read(InputStream input) {
    LineSplitter lines = new LineSplitter(input, LINE_BYTES_MAX);
    Iterator<FileLine> parsed =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return lines.hasNext();
          }

          @Override
          public FileLine next() {
            return LineReader.read(lines.next());
          }
        };
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(parsed, Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }
}
