package io.raptorflow.bus.codec;

import org.apache.avro.util.ClassSecurityValidator;

/// Which classes Avro may load because a schema names them: the generated ones and no others.
/// Whoever may write to the schema registry chooses the names, so the list is never `*`.
public final class AvroTrust {
  /// Package of the generated classes.
  public static final String GENERATED = "io.raptorflow.bus.avro";

  static {
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(
            ClassSecurityValidator.DEFAULT, type -> type.getPackageName().equals(GENERATED)));
  }

  private AvroTrust() {}

  /// Has the list in force; needed once before Avro reads or writes a generated class.
  public static void install() {
    // Loading this class has done it.
  }
}
