package io.raptorflow.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What processes and all that they started use, as Linux counts it; -1 elsewhere.
final class ProcessTree {
  private static final int TICK_MILLIS = 10;

  private final List<Long> roots;

  ProcessTree(List<Long> roots) {
    this.roots = List.copyOf(roots);
  }

  /// Time computed so far, in milliseconds, that of ended children included.
  long cpuMillis() {
    return all().mapToLong(ProcessTree::cpuMillis).sum();
  }

  /// Memory that belongs to them, in MB: of pages that several share, each counts its part.
  long megabytes() {
    return all().mapToLong(pid -> field(pid, "smaps_rollup", "Pss:")).sum() / 1024;
  }

  long threads() {
    return all().mapToLong(pid -> field(pid, "status", "Threads:")).sum();
  }

  private Stream<Long> all() {
    return roots.stream()
        .flatMap(root -> ProcessHandle.of(root).stream())
        .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
        .map(ProcessHandle::pid)
        .distinct();
  }

  private static long cpuMillis(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      // The name in brackets may hold blanks; fields are counted behind it, from the third.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      long ticks = 0;
      for (int field = 11; field <= 14; field++) {
        ticks += Long.parseLong(fields[field]);
      }
      return ticks * TICK_MILLIS;
    } catch (IOException gone) {
      return 0;
    }
  }

  private static long field(long pid, String file, String name) {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), file))) {
      return lines
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException gone) {
      return 0;
    }
  }
}
