package io.raptorflow.bench.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// A change to one compiled class of the product.
///
/// @param className whose
/// @param change how often it applied is counted, because a change that applies nowhere would be a
///   bug that was never planted
record ClassEdit(String className, Function<AtomicInteger, ClassTransform> change) {
  static final String PRODUCER = "org.apache.kafka.clients.producer.Producer";
  static final String STREAMS_PRODUCER =
      "org.apache.kafka.streams.processor.internals.StreamsProducer";
  private static final ClassDesc BUGS = ClassDesc.of(Bugs.class.getName());

  /// A method that is called.
  record Call(String owner, String name) {}

  /// Calls of a method go to a static method of [Bugs] instead, which gets the receiver first.
  static ClassEdit call(String className, Call from, String to) {
    return new ClassEdit(
        className,
        applied ->
            ClassTransform.transformingMethodBodies(
                (code, element) -> {
                  if (element instanceof InvokeInstruction invoke
                      && invoke.owner().asSymbol().equals(ClassDesc.of(from.owner()))
                      && invoke.name().equalsString(from.name())) {
                    applied.incrementAndGet();
                    code.invokestatic(BUGS, to, withReceiver(invoke));
                  } else {
                    code.with(element);
                  }
                }));
  }

  private static MethodTypeDesc withReceiver(InvokeInstruction invoke) {
    MethodTypeDesc type = invoke.typeSymbol();
    return invoke.opcode() == Opcode.INVOKESTATIC
        ? type
        : type.insertParameterTypes(0, invoke.owner().asSymbol());
  }

  /// A text constant is another one.
  static ClassEdit text(String className, String from, String to) {
    return new ClassEdit(
        className,
        applied ->
            ClassTransform.transformingMethodBodies(
                (code, element) -> {
                  if (element instanceof ConstantInstruction constant
                      && from.equals(constant.constantValue())) {
                    applied.incrementAndGet();
                    code.loadConstant(to);
                  } else {
                    code.with(element);
                  }
                }));
  }

  /// A method without result does nothing.
  static ClassEdit nothing(String className, String method) {
    return body(className, method, CodeBuilder::return_);
  }

  /// A question is always answered with no.
  static ClassEdit no(String className, String method) {
    return body(className, method, code -> code.iconst_0().ireturn());
  }

  private static ClassEdit body(
      String className, String method, java.util.function.Consumer<CodeBuilder> code) {
    return new ClassEdit(
        className,
        applied ->
            ClassTransform.transformingMethods(
                model -> model.methodName().equalsString(method),
                (builder, element) -> {
                  if (element instanceof CodeModel) {
                    applied.incrementAndGet();
                    builder.withCode(code);
                  } else {
                    builder.with(element);
                  }
                }));
  }

  /// Writes the changed class under a folder, as a class path has it.
  ///
  /// @throws IllegalStateException when there was nothing to change
  void write(Path folder) throws IOException {
    String resource = className.replace('.', '/') + ".class";
    byte[] original;
    try (InputStream in = ClassEdit.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("there is no class " + className);
      }
      original = in.readAllBytes();
    }
    AtomicInteger applied = new AtomicInteger();
    ClassFile format = ClassFile.of();
    ClassModel model = format.parse(original);
    byte[] changed = format.transformClass(model, change.apply(applied));
    if (applied.get() == 0) {
      throw new IllegalStateException("nothing in " + className + " is as the bug needs it");
    }
    Path file = folder.resolve(resource);
    Files.createDirectories(file.getParent());
    Files.write(file, changed);
  }
}
