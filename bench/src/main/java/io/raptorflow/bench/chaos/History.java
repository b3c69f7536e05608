package io.raptorflow.bench.chaos;

import io.raptorflow.bus.CanonicalJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// What was done to the swarm and when, one JSON object a line. Thread-safe.
final class History implements AutoCloseable {
  private final Writer file;
  private final long begun = System.nanoTime();

  private History(Writer file) {
    this.file = file;
  }

  static History open(Path path) throws IOException {
    return new History(Files.newBufferedWriter(path, StandardCharsets.UTF_8));
  }

  /// @param more alternating names and values
  synchronized void add(String event, Object... more) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("at", System.currentTimeMillis());
    line.put("second", Math.round(seconds() * 10) / 10.0);
    line.put("event", event);
    for (int index = 0; index + 1 < more.length; index += 2) {
      line.put(String.valueOf(more[index]), more[index + 1]);
    }
    try {
      file.write(CanonicalJson.MAPPER.writeValueAsString(line) + "\n");
      file.flush();
    } catch (IOException full) {
      throw new UncheckedIOException("the history cannot be written", full);
    }
  }

  double seconds() {
    return (System.nanoTime() - begun) / 1e9;
  }

  @Override
  public synchronized void close() throws IOException {
    file.close();
  }
}
