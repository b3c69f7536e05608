package io.raptorflow.standalone.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// Unpacks a launch pack.
final class PackFolder {
  private static final int FILES_MAX = 10_000;

  private PackFolder() {}

  /// Writes the files of a zip below a folder.
  ///
  /// @return how many
  /// @throws IOException when an entry would lie outside of the folder
  static int write(InputStream zip, Path folder) throws IOException {
    Path root = folder.toAbsolutePath().normalize();
    int files = 0;
    try (ZipInputStream entries = new ZipInputStream(zip)) {
      for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        Path file = root.resolve(entry.getName()).normalize();
        if (!file.startsWith(root) || ++files > FILES_MAX) {
          throw new IOException("entry " + entry.getName() + " does not belong into a pack");
        }
        if (entry.isDirectory()) {
          Files.createDirectories(file);
          continue;
        }
        Files.createDirectories(file.resolveSibling("").normalize());
        Files.write(file, entries.readAllBytes());
      }
    }
    return files;
  }
}
