package io.raptorflow.bus.codec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.jspecify.annotations.Nullable;

/// Whether a reader understands what a writer wrote. Stricter than Avro's own check, which lets
/// pass a changed decimal scale (123.45 is then read as 1.2345), milliseconds read as microseconds,
/// and a changed namespace (the class is then not found).
public final class SchemaRules {
  private SchemaRules() {}

  /// What keeps `reader` from reading data of `writer`; empty when nothing does.
  public static List<String> incompatibilities(Schema reader, Schema writer) {
    List<String> problems = new ArrayList<>();
    SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
        .getResult()
        .getIncompatibilities()
        .forEach(found -> problems.add(found.getLocation() + ": " + found.getMessage()));
    compare(reader, writer, "", problems, new HashSet<>());
    return problems;
  }

  private static void compare(
      Schema reader, Schema writer, String where, List<String> problems, Set<String> seen) {
    if (reader.isUnion() || writer.isUnion()) {
      branches(reader, writer, where, problems, seen);
      return;
    }
    if (reader.getType() != writer.getType()) {
      return;
    }
    if (!Objects.equals(meaning(reader), meaning(writer))) {
      problems.add(
          "%s: logical type %s cannot read %s"
              .formatted(where.isEmpty() ? "/" : where, meaning(reader), meaning(writer)));
    }
    switch (reader.getType()) {
      case RECORD -> fields(reader, writer, where, problems, seen);
      case ENUM, FIXED -> names(reader, writer, where, problems);
      case ARRAY ->
          compare(reader.getElementType(), writer.getElementType(), where + "[]", problems, seen);
      case MAP ->
          compare(reader.getValueType(), writer.getValueType(), where + "{}", problems, seen);
      case UNION, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> {
        // Nothing below these.
      }
    }
  }

  private static void fields(
      Schema reader, Schema writer, String where, List<String> problems, Set<String> seen) {
    names(reader, writer, where, problems);
    if (!seen.add(reader.getFullName() + " < " + writer.getFullName())) {
      return;
    }
    for (Schema.Field field : reader.getFields()) {
      Schema.Field written = writer.getField(field.name());
      for (String alias : field.aliases()) {
        written = written == null ? writer.getField(alias) : written;
      }
      if (written != null) {
        compare(field.schema(), written.schema(), where + "/" + field.name(), problems, seen);
      }
    }
  }

  private static void branches(
      Schema reader, Schema writer, String where, List<String> problems, Set<String> seen) {
    for (Schema written : writer.isUnion() ? writer.getTypes() : List.of(writer)) {
      for (Schema read : reader.isUnion() ? reader.getTypes() : List.of(reader)) {
        boolean same =
            read.getType() == written.getType() && read.getName().equals(written.getName());
        if (same) {
          compare(read, written, where, problems, seen);
        }
      }
    }
  }

  private static void names(Schema reader, Schema writer, String where, List<String> problems) {
    if (!reader.getFullName().equals(writer.getFullName())
        && !reader.getAliases().contains(writer.getFullName())) {
      problems.add(
          "%s: %s is not %s"
              .formatted(
                  where.isEmpty() ? "/" : where, reader.getFullName(), writer.getFullName()));
    }
  }

  private static @Nullable String meaning(Schema schema) {
    LogicalType type = schema.getLogicalType();
    if (type instanceof LogicalTypes.Decimal decimal) {
      return "decimal of scale " + decimal.getScale();
    }
    return type == null ? schema.getProp("logicalType") : type.getName();
  }
}
