package io.raptorflow.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// A peer that runs on Node.js: `bench/peers/NAME`, with its lock file, installed under
/// `bench/target`.
final class NodePeer {
  private static final List<String> FILES = List.of("package.json", "package-lock.json");

  private final Path installed;
  private final Path source;

  private NodePeer(Path installed, Path source) {
    this.installed = installed;
    this.source = source;
  }

  /// @return the peer, or nothing when Node.js or its packages cannot be had
  static Optional<NodePeer> install(String name) throws IOException, InterruptedException {
    Path source = Bench.home().resolve("bench/peers").resolve(name);
    Path installed =
        Files.createDirectories(Bench.home().resolve("bench/target/peers-node").resolve(name));
    for (String file : FILES) {
      Files.copy(
          source.resolve(file), installed.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    Path mark = installed.resolve("node_modules/.package-lock.json");
    if (!Files.exists(mark) && !succeeds(installed)) {
      return Optional.empty();
    }
    return Optional.of(new NodePeer(installed, source));
  }

  /// Starts one of its scripts.
  ///
  /// @param word what its first line of interest looks like
  Child start(Ground ground, String script, Pattern word, String argument) throws IOException {
    // Packages are looked for beside the script.
    Path copy = installed.resolve(script);
    Files.copy(source.resolve(script), copy, StandardCopyOption.REPLACE_EXISTING);
    return Child.program(
        ground.directory(), "node", word, List.of("node", copy.toString(), argument));
  }

  private static boolean succeeds(Path directory) throws IOException, InterruptedException {
    try {
      Process run =
          new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return run.waitFor(5, TimeUnit.MINUTES) && run.exitValue() == 0;
    } catch (IOException noNode) {
      return false;
    }
  }
}
