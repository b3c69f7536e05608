package io.raptorflow.bench.dag;

import io.raptorflow.bench.Bench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/// A peer that runs on Node: its few files lie in `bench/peers`, its packages come with `npm ci`.
final class NodePeer {
  private NodePeer() {}

  /// Installs what is not there yet.
  ///
  /// @return the folder with `main.mjs`
  static Path install(String name) throws IOException, InterruptedException {
    Path source = Bench.home().resolve("bench/peers").resolve(name);
    Path home = Files.createDirectories(Bench.home().resolve("bench/target/peers-" + name));
    Path lock = home.resolve("package-lock.json");
    boolean isInstalled =
        Files.exists(home.resolve("node_modules"))
            && Files.mismatch(lock, source.resolve("package-lock.json")) < 0;
    for (Path folder : List.of(source.resolveSibling("shared"), source)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Files.copy(file, home.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
    if (!isInstalled) {
      Process npm =
          new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
              .directory(home.toFile())
              .inheritIO()
              .start();
      if (npm.waitFor() != 0) {
        throw new IllegalStateException("npm ci failed for " + name);
      }
    }
    return home;
  }
}
