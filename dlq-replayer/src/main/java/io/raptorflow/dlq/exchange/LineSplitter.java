package io.raptorflow.dlq.exchange;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/// Cuts bytes into lines at each line feed, without it and without a carriage return before it. Of
/// a line that is too long only the beginning is kept.
final class LineSplitter implements Iterator<LineSplitter.Line> {
  private static final int BUFFER_BYTES = 64 * 1024;

  /// @param bytes the line, or its beginning
  /// @param excess whether the line is too long
  record Line(long number, byte[] bytes, boolean excess) {}

  private final InputStream input;
  private final int bytesMax;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int from;
  private int to;
  private long number;

  LineSplitter(InputStream input, int bytesMax) {
    this.input = input;
    this.bytesMax = bytesMax;
  }

  @Override
  public boolean hasNext() {
    return from < to || fill();
  }

  @Override
  public Line next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the file has no more lines");
    }
    number++;
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    boolean excess = false;
    boolean ended = false;
    while (!ended && hasNext()) {
      int end = from;
      while (end < to && buffer[end] != '\n') {
        end++;
      }
      int room = Math.min(end - from, bytesMax - line.size());
      excess |= room < end - from;
      line.write(buffer, from, room);
      ended = end < to;
      from = ended ? end + 1 : end;
    }
    byte[] bytes = line.toByteArray();
    int length = bytes.length;
    boolean carriageReturn = !excess && length > 0 && bytes[length - 1] == '\r';
    return new Line(number, carriageReturn ? Arrays.copyOf(bytes, length - 1) : bytes, excess);
  }

  private boolean fill() {
    try {
      int read = input.read(buffer);
      from = 0;
      to = Math.max(0, read);
      return read > 0;
    } catch (IOException failed) {
      throw new UncheckedIOException("the file ends at line " + (number + 1), failed);
    }
  }
}
