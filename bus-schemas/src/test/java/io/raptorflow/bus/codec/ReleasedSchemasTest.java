package io.raptorflow.bus.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.BusEvent;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.SerializationFeature;

/// What was released stays readable, in both directions, for ever.
class ReleasedSchemasTest {
  private static final Path RELEASED = Path.of("src/main/resources/schemas/released");
  private static final Path SUMS = RELEASED.resolve("SHA256SUMS");
  private static final Path CHANGES = Path.of("src/test/resources/schema-changes");
  private static final String RELEASE =
      "release a new version: mvn -pl bus-schemas test -Dtest=ReleasedSchemasTest"
          + " -Draptor.release=true, and review the new files";

  static List<Class<? extends BusEvent>> types() {
    return EventSource.types();
  }

  @Test
  void holdsEveryEventAsItIsNow() throws IOException {
    if (Boolean.getBoolean("raptor.release")) {
      release();
    }

    for (Class<? extends BusEvent> type : types()) {
      List<Path> versions = versions(type);
      assertThat(versions).as("%s was never released; %s", type, RELEASE).isNotEmpty();
      assertThat(Files.readString(versions.getLast()))
          .as("%s differs from its last release; %s", type.getSimpleName(), RELEASE)
          .isEqualTo(text(type));
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void readsAndIsReadByEveryReleasedVersion(Class<? extends BusEvent> type) throws IOException {
    Schema now = PublishedSchema.of(type);

    for (Path version : versions(type)) {
      Schema released = new Schema.Parser().parse(Files.readString(version));
      assertThat(SchemaRules.incompatibilities(now, released))
          .as("new reads %s", version)
          .isEmpty();
      assertThat(SchemaRules.incompatibilities(released, now))
          .as("%s reads new", version)
          .isEmpty();
    }
  }

  @Test
  void neverChangesAReleasedFile() throws IOException {
    List<String> sums = Files.readAllLines(SUMS);

    for (String line : sums) {
      String[] parts = line.split("  ", 2);
      assertThat(Sha256.hex(Files.readAllBytes(RELEASED.resolve(parts[1]))))
          .as("released %s was changed", parts[1])
          .isEqualTo(parts[0]);
    }
    assertThat(sums).hasSize(released().size());
  }

  @ParameterizedTest
  @MethodSource("badChanges")
  void refusesAPlantedBadChange(Path change) throws IOException {
    assertThat(bothWays(change)).as("%s must be refused", change).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("goodChanges")
  void acceptsAGoodChange(Path change) throws IOException {
    assertThat(bothWays(change)).as("%s must be accepted", change).isEmpty();
  }

  static List<Path> badChanges() throws IOException {
    return files(CHANGES.resolve("bad"));
  }

  static List<Path> goodChanges() throws IOException {
    return files(CHANGES.resolve("good"));
  }

  private static List<String> bothWays(Path change) throws IOException {
    Schema before = new Schema.Parser().parse(Files.readString(CHANGES.resolve("before.avsc")));
    Schema after = new Schema.Parser().parse(Files.readString(change));
    List<String> problems = new ArrayList<>(SchemaRules.incompatibilities(after, before));
    problems.addAll(SchemaRules.incompatibilities(before, after));
    return problems;
  }

  private static void release() throws IOException {
    for (Class<? extends BusEvent> type : types()) {
      List<Path> versions = versions(type);
      if (versions.isEmpty() || !Files.readString(versions.getLast()).equals(text(type))) {
        Path next =
            RELEASED.resolve(type.getSimpleName()).resolve("v" + (versions.size() + 1) + ".avsc");
        Files.createDirectories(next.getParent());
        Files.writeString(next, text(type));
      }
    }
    StringBuilder sums = new StringBuilder();
    for (Path file : released()) {
      sums.append(Sha256.hex(Files.readAllBytes(file)))
          .append("  ")
          .append(RELEASED.relativize(file))
          .append('\n');
    }
    Files.writeString(SUMS, sums);
  }

  private static String text(Class<? extends BusEvent> type) {
    return CanonicalJson.MAPPER
            .writer()
            .with(SerializationFeature.INDENT_OUTPUT)
            .without(tools.jackson.databind.cfg.JsonNodeFeature.WRITE_PROPERTIES_SORTED)
            .writeValueAsString(PublishedSchema.json(AvroMapping.schemaOf(type)))
        + "\n";
  }

  private static List<Path> versions(Class<? extends BusEvent> type) throws IOException {
    Path folder = RELEASED.resolve(type.getSimpleName());
    List<Path> versions = new ArrayList<>();
    for (int n = 1; Files.exists(folder.resolve("v" + n + ".avsc")); n++) {
      versions.add(folder.resolve("v" + n + ".avsc"));
    }
    return versions;
  }

  private static List<Path> released() throws IOException {
    return files(RELEASED).stream().filter(file -> file.toString().endsWith(".avsc")).toList();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
