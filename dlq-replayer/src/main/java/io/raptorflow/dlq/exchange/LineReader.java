package io.raptorflow.dlq.exchange;

import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.Sha256;
import io.raptorflow.bus.WorkId;
import io.raptorflow.dlq.exchange.ExportedLetter.ExportedHeader;
import io.raptorflow.dlq.exchange.ExportedLetter.Facts;
import io.raptorflow.dlq.exchange.ExportedLetter.Original;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads one line, strictly: every field once, nothing else, and the hash of what was written.
final class LineReader {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  // A table of names that every broken line adds to costs more than it saves.
                  .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final List<String> FIELDS =
      List.of(
          "version",
          "work",
          "status",
          "agent",
          "workspace",
          "run",
          "failure",
          "fingerprint",
          "message",
          "group",
          "failures",
          "replays",
          "firstFailedAt",
          "lastFailedAt",
          "history",
          "letter",
          "original",
          "key",
          "value",
          "headers",
          "edited",
          "schemaId",
          "sha256");
  private static final List<String> FIELDS_UNEDITED =
      FIELDS.stream().filter(name -> !name.equals("edited")).toList();
  private static final char REPLACED = '\ufffd';
  private static final int HASH_DIGITS = 64;

  /// `,"sha256":"` + 64 digits + `"}`.
  private static final int HASH_FIELD_CHARS = 11 + HASH_DIGITS + 2;

  private LineReader() {}

  static FileLine read(LineSplitter.Line line) {
    if (line.excess()) {
      return new FileLine.Broken(
          line.number(), "it has more than " + line.bytes().length + " bytes");
    }
    try {
      return new FileLine.Read(line.number(), letter(line.bytes()));
    } catch (FieldFault fault) {
      return new FileLine.Broken(line.number(), fault.what());
    }
  }

  private static ExportedLetter letter(byte[] bytes) throws FieldFault {
    JsonNode root;
    try {
      root = MAPPER.readTree(utf8(bytes));
    } catch (JacksonException broken) {
      throw new FieldFault("it is no JSON: " + firstLine(broken));
    }
    if (root == null || !root.isObject()) {
      throw new FieldFault(bytes.length == 0 ? "it is empty" : "it is no JSON object");
    }
    FieldReader fields = new FieldReader(root, "");
    // Of another version nothing else is known.
    int version = fields.integer("version");
    if (version != DeadLetterFile.VERSION && version != DeadLetterFile.VERSION_UNEDITED) {
      throw new FieldFault("version: is " + version + ", only 1 and 2 are known");
    }
    boolean mayBeEdited = version == DeadLetterFile.VERSION;
    fields.only(mayBeEdited ? FIELDS : FIELDS_UNEDITED);
    ExportedLetter letter =
        new ExportedLetter(
            facts(fields),
            place(fields.object("letter")),
            original(fields.object("original")),
            fields.bytes("key"),
            fields.bytes("value"),
            headers(fields),
            mayBeEdited ? fields.bytes("edited") : null);
    OptionalInt schema = fields.optionalInteger("schemaId");
    if (!schema.equals(letter.schemaId())) {
      throw new FieldFault(
          "schemaId: is %s, the value says %s".formatted(said(schema), said(letter.schemaId())));
    }
    hash(fields.text("sha256"), bytes);
    return letter;
  }

  private static String utf8(byte[] bytes) throws FieldFault {
    String text = new String(bytes, StandardCharsets.UTF_8);
    // The mark of a replaced byte may also have been written; only the bytes tell.
    if (text.indexOf(REPLACED) >= 0
        && !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
      throw new FieldFault("it is not UTF-8");
    }
    return text;
  }

  private static Facts facts(FieldReader fields) throws FieldFault {
    return new Facts(
        new WorkId(fields.uuid("work")),
        fields.constant("status", RetryRow.Status.class),
        fields.text("agent"),
        fields.text("workspace"),
        fields.isNull("run") ? Optional.empty() : Optional.of(new RunId(fields.uuid("run"))),
        fields.constant("failure", FailureClass.class),
        fields.text("fingerprint"),
        fields.text("message"),
        fields.text("group"),
        fields.integer("failures"),
        fields.integer("replays"),
        fields.time("firstFailedAt"),
        fields.time("lastFailedAt"),
        fields.texts("history"));
  }

  private static Coordinates place(FieldReader fields) throws FieldFault {
    fields.only(List.of("topic", "partition", "offset"));
    return new Coordinates(
        fields.text("topic"), fields.integer("partition"), fields.number("offset"));
  }

  private static Original original(FieldReader fields) throws FieldFault {
    fields.only(List.of("topic", "partition", "offset", "timestamp"));
    return new Original(
        fields.isNull("topic") ? Optional.empty() : Optional.of(fields.text("topic")),
        fields.isNull("partition") ? Optional.empty() : Optional.of(fields.integer("partition")),
        fields.isNull("offset") ? Optional.empty() : Optional.of(fields.number("offset")),
        fields.isNull("timestamp") ? Optional.empty() : Optional.of(fields.time("timestamp")));
  }

  private static List<ExportedHeader> headers(FieldReader fields) throws FieldFault {
    List<ExportedHeader> headers = new ArrayList<>();
    for (FieldReader header : fields.objects("headers")) {
      header.only(List.of("name", "value"));
      headers.add(new ExportedHeader(header.text("name"), header.bytes("value")));
    }
    return headers;
  }

  private static void hash(String said, byte[] line) throws FieldFault {
    int hashed = line.length - HASH_FIELD_CHARS;
    byte[] end = (",\"sha256\":\"" + said + "\"}").getBytes(StandardCharsets.UTF_8);
    if (end.length != HASH_FIELD_CHARS
        || hashed < 0
        || !Arrays.equals(line, hashed, line.length, end, 0, end.length)) {
      throw new FieldFault("sha256: must be the last field, 64 hex digits, with no space");
    }
    String is = Sha256.hex(Arrays.copyOf(line, hashed));
    if (!is.equals(said)) {
      throw new FieldFault("sha256: is %s, the line has %s; it was changed".formatted(said, is));
    }
  }

  private static String said(OptionalInt schema) {
    return schema.isPresent() ? Integer.toString(schema.getAsInt()) : "none";
  }

  private static String firstLine(JacksonException broken) {
    String text = String.valueOf(broken.getOriginalMessage());
    int end = text.indexOf('\n');
    var at = broken.getLocation();
    String where = at == null ? "" : " at character " + at.getColumnNr();
    return FieldReader.cut(end < 0 ? text : text.substring(0, end)) + where;
  }
}
