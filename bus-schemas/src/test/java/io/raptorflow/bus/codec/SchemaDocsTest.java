package io.raptorflow.bus.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.BusEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class SchemaDocsTest {

  @Test
  void explainsEverySchemaAndField() {
    List<String> silent = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Class<? extends BusEvent> type : EventSource.types()) {
      collect(AvroMapping.schemaOf(type), silent, seen);
    }

    assertThat(silent).isEmpty();
    assertThat(seen).hasSizeGreaterThan(EventSource.types().size());
  }

  @Test
  void findsAFieldWithoutADoc() {
    Schema undocumented =
        new Schema.Parser()
            .parse(
                "{\"type\":\"record\",\"name\":\"R\",\"doc\":\"d\",\"fields\":[{\"name\":\"f\",\"type\":\"int\"}]}");
    List<String> silent = new ArrayList<>();

    collect(undocumented, silent, new HashSet<>());

    assertThat(silent).containsExactly("R.f");
  }

  private static void collect(Schema schema, List<String> silent, Set<String> seen) {
    switch (schema.getType()) {
      case RECORD -> {
        if (!seen.add(schema.getFullName())) {
          return;
        }
        refuseBlank(schema.getFullName(), schema.getDoc(), silent);
        for (Schema.Field field : schema.getFields()) {
          refuseBlank(schema.getFullName() + "." + field.name(), field.doc(), silent);
          collect(field.schema(), silent, seen);
        }
      }
      case ENUM, FIXED -> refuseBlank(schema.getFullName(), schema.getDoc(), silent);
      case ARRAY -> collect(schema.getElementType(), silent, seen);
      case MAP -> collect(schema.getValueType(), silent, seen);
      case UNION -> schema.getTypes().forEach(branch -> collect(branch, silent, seen));
      case STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> {
        // Primitives have no doc of their own.
      }
    }
  }

  private static void refuseBlank(
      String name, @org.jspecify.annotations.Nullable String doc, List<String> silent) {
    if (doc == null || doc.isBlank()) {
      silent.add(name);
    }
  }
}
