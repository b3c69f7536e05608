package io.raptorflow.ingress.pack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Writes the packs of the two runs to a folder, to be looked at.
final class WritePack {
  private WritePack() {}

  /// @param args folder to write into
  public static void main(String[] args) throws IOException {
    for (String name : new String[] {"tarnwell", "quillstack"}) {
      for (Map.Entry<String, byte[]> file :
          PackWriter.write(RunFolder.of(name).dossier()).entrySet()) {
        Path path = Path.of(args[0], name, file.getKey());
        Files.createDirectories(path.getParent());
        Files.write(path, file.getValue());
      }
    }
  }
}
