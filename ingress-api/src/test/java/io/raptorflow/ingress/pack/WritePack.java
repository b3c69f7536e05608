package io.raptorflow.ingress.pack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Writes packs to a folder, to be looked at: of the two runs, of one whose asset was changed after
/// its approval, and of one that nobody has approved.
final class WritePack {
  private WritePack() {}

  /// @param args folder to write into
  public static void main(String[] args) throws IOException {
    write(Path.of(args[0], "tarnwell"), RunFolder.of("tarnwell"));
    write(Path.of(args[0], "quillstack"), RunFolder.of("quillstack"));
    write(
        Path.of(args[0], "tampered"),
        RunFolder.of("tarnwell").with("assets", t -> t.replace("an advertisement", "a present")));
    write(Path.of(args[0], "waiting"), RunFolder.of("tarnwell").without("approval_g4"));
  }

  private static void write(Path folder, RunFolder run) throws IOException {
    for (Map.Entry<String, byte[]> file : PackWriter.write(run.dossier()).entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
  }
}
