package io.raptorflow.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.CanonicalJson;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

class GuardianCommandTest {
  @TempDir private Path folder = Path.of("");

  private record Said(int exit, String out, String err) {}

  private static Said raptor(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Raptor.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    int exit = line.execute(arguments);
    return new Said(exit, out.toString(), err.toString());
  }

  private String file(String name, byte[] bytes) throws Exception {
    return Files.write(folder.resolve(name), bytes).toString();
  }

  private String asset(String text) throws Exception {
    return file(
        "asset.json",
        CanonicalJson.write(
                CanonicalJson.read(
                    "[{\"id\":\"a\",\"type\":\"landing_page\",\"locale\":\"en-GB\",\"fields\":{\"text\":\""
                        + text
                        + "\"}}]"))
            .getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "Rain falls on the roof., 0",
    "The smallest tank., 1",
    "Ask our salesman., 1",
    "An eco-friendly tank., 2"
  })
  void exitsByTheVerdict(String text, int exit) throws Exception {
    Said said = raptor("guardian", "check", asset(text), "--brief", "tarnwell");

    assertThat(said.exit()).as(said.out() + said.err()).isEqualTo(exit);
  }

  @Test
  void printsFindingsWithAllTheirFields() throws Exception {
    Said said =
        raptor(
            "guardian", "check", asset("An eco-friendly tank."), "--brief", "tarnwell", "--json");

    JsonNode report = CanonicalJson.read(said.out());
    JsonNode finding = report.path("findings").get(0);
    assertThat(report.path("verdict").asString()).isEqualTo("blocked");
    assertThat(finding.path("rule").asString()).isEqualTo("GREEN-01");
    assertThat(finding.path("start").asInt()).isEqualTo(3);
    assertThat(finding.path("end").asInt()).isEqualTo(15);
    assertThat(finding.propertyNames())
        .contains("actual", "limit", "message", "fix", "source", "confidence", "pack", "severity");
  }

  @Test
  void tellsWhatIsWrongWithHostileFiles() throws Exception {
    byte[] binary = new byte[4_096];
    for (int i = 0; i < binary.length; i++) {
      binary[i] = (byte) (i * 31);
    }
    String deep = "[".repeat(5_000) + "]".repeat(5_000);
    Path large = folder.resolve("large.json");
    try (RandomAccessFile sparse = new RandomAccessFile(large.toFile(), "rw")) {
      sparse.setLength(200L * 1024 * 1024);
    }

    refuses(file("empty.json", new byte[0]), "is empty");
    refuses(file("binary.json", binary), "is not UTF-8");
    refuses(
        file("utf16.json", "\ufeff[]".getBytes(StandardCharsets.UTF_16LE)),
        "not UTF-8, but UTF-16");
    refuses(file("deep.json", deep.getBytes(StandardCharsets.UTF_8)), "nesting depth");
    refuses(
        file("double.json", "[{\"id\":\"a\",\"id\":\"b\"}]".getBytes(StandardCharsets.UTF_8)),
        "Duplicate");
    refuses(large.toString(), "has 209715200 bytes");
    refuses(folder.resolve("none.json").toString(), "does not exist");
    refuses(
        file("shape.json", "{\"a\":1}".getBytes(StandardCharsets.UTF_8)), "id, type and fields");
    refuses(file("text.json", "\"hello\"".getBytes(StandardCharsets.UTF_8)), "no JSON object");
    assertThat(raptor("guardian", "check").exit()).isEqualTo(ExitCode.WRONG_CALL);
  }

  private static void refuses(String file, String told) {
    Said said = raptor("guardian", "check", file);

    assertThat(said.exit()).as(file + said.err()).isEqualTo(ExitCode.UNREADABLE);
    assertThat(said.err()).contains(told).doesNotContain("\tat ");
  }

  /// The pack that `docs/guardians.md` shows, so that what it shows works.
  @Test
  void runsTheFixturesOfThePackInTheDocuments() throws Exception {
    String document = Files.readString(Path.of("..", "docs", "guardians.md"));
    String pack = document.split("```json\n", -1)[1].split("\n```", -1)[0];
    String file = file("house-style.json", pack.getBytes(StandardCharsets.UTF_8));

    Said trial = raptor("guardian", "test-pack", file);
    Said check = raptor("guardian", "check", asset("We leverage rain."), "--pack", file);

    assertThat(trial.out()).contains("3 rules, 4 fixtures, 0 failed");
    assertThat(trial.exit()).isZero();
    assertThat(check.out()).contains("HOUSE-01").contains("say for example: use");
    String broken =
        file(
            "broken.json",
            pack.replace("\"expect\": [\"HOUSE-02\"]", "\"expect\": []")
                .getBytes(StandardCharsets.UTF_8));
    assertThat(raptor("guardian", "test-pack", broken).exit()).isEqualTo(1);
  }
}
