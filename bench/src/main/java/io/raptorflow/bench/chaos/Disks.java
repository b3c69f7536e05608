package io.raptorflow.bench.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/// A data directory for each broker. Where the system lets this process mount, the last one is a
/// small disk of its own (tmpfs), which can be filled up; elsewhere no disk can be full.
final class Disks implements AutoCloseable {
  private static final int BLOCK_BYTES = 1024 * 1024;

  private final List<Path> disks;
  private final boolean mounted;

  private Disks(List<Path> disks, boolean mounted) {
    this.disks = disks;
    this.mounted = mounted;
  }

  /// @param smallMegabytes of the last broker's disk
  static Disks prepare(Path data, long smallMegabytes) throws IOException, InterruptedException {
    List<Path> disks =
        IntStream.rangeClosed(1, Cluster.BROKERS)
            .mapToObj(broker -> data.resolve("disk-" + broker))
            .toList();
    for (Path disk : disks) {
      Files.createDirectories(disk);
    }
    return new Disks(
        disks,
        run(
            "mount",
            "-t",
            "tmpfs",
            "-o",
            "size=" + smallMegabytes + "m",
            "chaos",
            disks.getLast().toString()));
  }

  /// Data directories of the brokers, in their order.
  List<Path> paths() {
    return disks.stream().map(disk -> disk.resolve("kafka")).toList();
  }

  boolean canBeFull() {
    return mounted;
  }

  /// Fills the last broker's disk.
  void fill() throws IOException {
    byte[] block = new byte[BLOCK_BYTES];
    try (var out = Files.newOutputStream(ballast())) {
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      if (Files.size(ballast()) == 0) {
        throw full;
      }
    }
  }

  void free() throws IOException {
    Files.deleteIfExists(ballast());
  }

  private Path ballast() {
    return disks.getLast().resolve("ballast");
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException noSuchProgram) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    if (mounted) {
      try {
        run("umount", "-l", disks.getLast().toString());
      } catch (InterruptedException hurried) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
