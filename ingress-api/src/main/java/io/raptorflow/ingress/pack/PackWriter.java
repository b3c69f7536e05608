package io.raptorflow.ingress.pack;

import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;

/// The launch pack of a run: its documents as files.
public final class PackWriter {
  private PackWriter() {}

  /// Files by path; the same dossier gives the same bytes.
  public static SortedMap<String, byte[]> write(RunDossier dossier) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    for (RunDossier.Document document : dossier.documents().values()) {
      files.put(path(document), document.text().getBytes(StandardCharsets.UTF_8));
    }
    return files;
  }

  /// A name may hold slashes; it must not lead out of the pack.
  private static String path(RunDossier.Document document) {
    String safe = document.name().replaceAll("[^A-Za-z0-9_./-]", "_").replace("..", "_");
    String extension =
        switch (document.mediaType()) {
          case "application/json" -> ".json";
          case "text/csv" -> ".csv";
          case "text/markdown" -> ".md";
          default -> ".txt";
        };
    String path = safe.startsWith("/") ? safe.substring(1) : safe;
    return path.substring(path.lastIndexOf('/') + 1).contains(".") && !path.startsWith("gaps.")
        ? path
        : path + extension;
  }
}
