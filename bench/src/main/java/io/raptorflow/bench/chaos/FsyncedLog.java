package io.raptorflow.bench.chaos;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/// A file of lines, each of which is on the disk when [#append] returns; what waits meanwhile
/// shares the next fsync. Thread-safe.
final class FsyncedLog {
  private record Waiting(byte[] line, CompletableFuture<Boolean> written) {}

  private final FileChannel file;
  private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();

  private FsyncedLog(FileChannel file) {
    this.file = file;
  }

  static FsyncedLog open(Path path) throws IOException {
    FsyncedLog log =
        new FsyncedLog(
            FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    Thread.ofPlatform().daemon().name("fsync").start(log::write);
    return log;
  }

  /// Writes a line; returns when it is on the disk.
  void append(String line) {
    CompletableFuture<Boolean> written = new CompletableFuture<>();
    queue.add(new Waiting((line + "\n").getBytes(StandardCharsets.UTF_8), written));
    written.join();
  }

  private void write() {
    List<Waiting> batch = new ArrayList<>();
    while (true) {
      batch.clear();
      try {
        batch.add(queue.take());
        queue.drainTo(batch);
        for (Waiting one : batch) {
          ByteBuffer bytes = ByteBuffer.wrap(one.line());
          while (bytes.hasRemaining()) {
            file.write(bytes);
          }
        }
        file.force(false);
        batch.forEach(one -> one.written().complete(true));
      } catch (IOException | InterruptedException broken) {
        batch.forEach(one -> one.written().completeExceptionally(broken));
      }
    }
  }
}
