package io.raptorflow.standalone.cli;

import io.raptorflow.bus.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/// A running swarm as it announces itself in its data directory.
///
/// @param pid process id
/// @param http address of the HTTP side, for example `http://127.0.0.1:8080`
record Instance(long pid, String http, String bootstrapServers, String schemaRegistryUrl) {
  private static final String FILE = "instance.json";

  /// Directory of a swarm when none is named: `RAPTOR_DATA`, or `data/standalone` in the project.
  static Path defaultData() {
    String named = System.getenv().getOrDefault("RAPTOR_DATA", "");
    return named.isBlank() ? home().resolve("data/standalone") : Path.of(named);
  }

  static Path home() {
    return Path.of(System.getProperty("raptor.home", "."));
  }

  /// The swarm that runs on a directory; empty when none does.
  static Optional<Instance> find(Path data) {
    Path file = data.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      Instance known = CanonicalJson.read(Files.readString(file), Instance.class);
      return ProcessHandle.of(known.pid()).filter(ProcessHandle::isAlive).map(_ -> known);
    } catch (IOException | JacksonException unreadable) {
      throw new CliException(ExitCode.FAILED, file + " cannot be read: " + unreadable.getMessage());
    }
  }

  /// @throws CliException when no swarm runs there
  static Instance running(Path data) {
    return find(data)
        .orElseThrow(
            () ->
                new CliException(
                    ExitCode.NOT_RUNNING,
                    "no swarm is running on " + data + "; start one with 'raptor up'"));
  }

  void announce(Path data) throws IOException {
    Path written = Files.createTempFile(data, "instance", ".tmp");
    Files.writeString(written, CanonicalJson.write(this));
    Files.move(
        written,
        data.resolve(FILE),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  static void withdraw(Path data) throws IOException {
    Files.deleteIfExists(data.resolve(FILE));
  }
}
