package io.raptorflow.standalone.cli;

import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.Payload;
import io.raptorflow.tables.Imported;
import io.raptorflow.tables.TableImport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// A brief with the files that its member `assets` names, read from a folder or from the samples.
///
/// @param brief the JSON text
/// @param missing files that the brief names and that are not there or not readable, with the
///   reason
record BriefFile(String brief, List<Attachment> sources, List<String> missing) {
  private static final long SOURCE_BYTES_MAX = 8L * 1024 * 1024;
  private static final long BRIEF_BYTES_MAX = 1024 * 1024;

  BriefFile {
    sources = List.copyOf(sources);
    missing = List.copyOf(missing);
  }

  private interface Source {
    byte[] read(String file) throws IOException;
  }

  /// Reads a brief.
  ///
  /// @param name path of a file, or the name of a sample: `tarnwell` or `quillstack`
  /// @throws CliException when it cannot be read; what stands in it is checked by the swarm
  static BriefFile read(String name) {
    Path path = Path.of(name);
    if (Files.isRegularFile(path)) {
      Path whole = path.toAbsolutePath();
      return read(name, path.getFileName().toString(), file -> bytes(whole.resolveSibling(file)));
    }
    if (BriefFile.class.getResource("/samples/" + name + ".json") != null) {
      return read(name, name + ".json", BriefFile::sample);
    }
    throw new CliException(
        ExitCode.USAGE, "no brief '" + name + "': give a file, or a sample: tarnwell, quillstack");
  }

  private static BriefFile read(String name, String file, Source from) {
    String brief;
    try {
      byte[] bytes = from.read(file);
      if (bytes.length > BRIEF_BYTES_MAX) {
        throw new CliException(
            ExitCode.USAGE,
            "brief %s has %d bytes, at most %d are read"
                .formatted(name, bytes.length, BRIEF_BYTES_MAX));
      }
      brief = text(bytes);
    } catch (IOException unreadable) {
      throw new CliException(
          ExitCode.USAGE, "brief " + name + " cannot be read: " + unreadable.getMessage());
    }
    List<Attachment> sources = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    BroughtTables tables = new BroughtTables();
    TableImport exports = exports(brief);
    for (Map.Entry<String, JsonNode> entry : assets(brief)) {
      if (entry.getValue().isString()) {
        String wanted = entry.getValue().asString();
        try {
          byte[] bytes = from.read(wanted);
          if (!export(exports, wanted, bytes, tables, missing)) {
            sources.add(source(wanted, bytes));
          }
        } catch (IOException unreadable) {
          missing.add(entry.getKey() + ": " + wanted + " (" + unreadable.getMessage() + ")");
        }
      }
    }
    Set<String> taken = sources.stream().map(Attachment::name).collect(Collectors.toSet());
    sources.addAll(tables.attachments(taken, missing));
    return new BriefFile(brief, sources, missing);
  }

  private static TableImport exports(String brief) {
    try {
      JsonNode json = CanonicalJson.read(brief);
      return new TableImport(json.path("brand").path("id").asString(""), "");
    } catch (JacksonException notJson) {
      return new TableImport("", "");
    }
  }

  /// Takes a file as an export of a tool; false when it is none and is to be brought as it stands.
  private static boolean export(
      TableImport exports, String file, byte[] bytes, BroughtTables tables, List<String> gaps) {
    if (!file.toLowerCase(Locale.ROOT).matches(".*\\.(csv|tsv|txt)")) {
      return false;
    }
    return switch (exports.read(Path.of(file).getFileName().toString(), bytes)) {
      case Imported.Refused _ -> false;
      case Imported.Understood own when own.layout().startsWith("table ") -> false;
      case Imported.Understood export -> {
        export.unread().forEach(problem -> gaps.add(export.file() + ", " + problem + "; not used"));
        tables.add(export);
        yield true;
      }
    };
  }

  private static Iterable<Map.Entry<String, JsonNode>> assets(String brief) {
    try {
      return CanonicalJson.read(brief).path("assets").properties();
    } catch (JacksonException notJson) {
      return List.of();
    }
  }

  /// A file as an attachment, named by its base name: `exports/kpi_daily.csv` becomes `kpi_daily`.
  static Attachment source(String file, byte[] bytes) throws IOException {
    String base = Path.of(file).getFileName().toString();
    int dot = base.lastIndexOf('.');
    String name = dot > 0 ? base.substring(0, dot) : base;
    String type =
        switch (dot > 0 ? base.substring(dot + 1).toLowerCase(Locale.ROOT) : "") {
          case "csv" -> Attachment.CSV;
          case "json" -> Attachment.JSON;
          case "md" -> "text/markdown";
          default -> "text/plain";
        };
    return new Attachment(name, type, Payload.inline(text(bytes)));
  }

  static byte[] bytes(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw new IOException("no such file");
    }
    if (Files.size(path) > SOURCE_BYTES_MAX) {
      throw new IOException("larger than " + SOURCE_BYTES_MAX + " bytes");
    }
    return Files.readAllBytes(path);
  }

  private static byte[] sample(String file) throws IOException {
    try (InputStream in = BriefFile.class.getResourceAsStream("/samples/" + file)) {
      if (in == null) {
        throw new IOException("no such sample file");
      }
      return in.readAllBytes();
    }
  }

  private static String text(byte[] bytes) throws IOException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notUtf8) {
      throw new IOException("not UTF-8", notUtf8);
    }
  }
}
