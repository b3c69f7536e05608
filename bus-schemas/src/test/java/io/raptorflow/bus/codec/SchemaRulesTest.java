package io.raptorflow.bus.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class SchemaRulesTest {
  private static final String MONEY =
      "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":18,\"scale\":%d}";
  private static final String TIME = "{\"type\":\"long\",\"logicalType\":\"timestamp-%s\"}";

  @Test
  void refusesAChangedScaleThatAvroLetsPass() {
    Schema before = record("a", MONEY.formatted(2));
    Schema after = record("a", MONEY.formatted(4));

    assertThat(SchemaRules.incompatibilities(after, before))
        .singleElement()
        .asString()
        .contains("/f");
  }

  @Test
  void refusesAChangedUnitOfTimeInsideALayerOfUnionAndArray() {
    Schema before =
        record("a", "[\"null\",{\"type\":\"array\",\"items\":" + TIME.formatted("millis") + "}]");
    Schema after =
        record("a", "[\"null\",{\"type\":\"array\",\"items\":" + TIME.formatted("micros") + "}]");

    assertThat(SchemaRules.incompatibilities(after, before)).isNotEmpty();
  }

  @Test
  void refusesAChangedNamespace() {
    Schema before = record("a", "\"string\"");
    Schema after = record("b", "\"string\"");

    assertThat(SchemaRules.incompatibilities(after, before)).isNotEmpty();
  }

  @Test
  void refusesATypeThatChangedUnderItsName() {
    Schema before = record("a", "\"string\"");
    Schema after = record("a", "\"long\"");

    assertThat(SchemaRules.incompatibilities(after, before)).isNotEmpty();
  }

  @Test
  void acceptsAnAddedFieldWithADefault() {
    Schema before = record("a", "\"string\"");
    Schema after =
        new Schema.Parser()
            .parse(
                "{\"type\":\"record\",\"name\":\"R\",\"namespace\":\"a\",\"fields\":[{\"name\":\"f\",\"type\":\"string\"},"
                    + "{\"name\":\"g\",\"type\":\"int\",\"default\":0}]}");

    assertThat(SchemaRules.incompatibilities(after, before)).isEmpty();
    assertThat(SchemaRules.incompatibilities(before, after)).isEmpty();
  }

  private static Schema record(String namespace, String type) {
    return new Schema.Parser()
        .parse(
            "{\"type\":\"record\",\"name\":\"R\",\"namespace\":\"%s\",\"fields\":[{\"name\":\"f\",\"type\":%s}]}"
                .formatted(namespace, type));
  }
}
