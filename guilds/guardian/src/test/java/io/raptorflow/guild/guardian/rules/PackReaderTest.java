package io.raptorflow.guild.guardian.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.CanonicalJson;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class PackReaderTest {
  private static final String PACK =
      """
      {"id": "house", "agent": "GRD-010", "version": "1", "checked": "2026-11-19", "title": "House",
       "always": true,
       "rules": [{"id": "H-1", "kind": "lexical", "severity": "WARN", "patterns": ["x"],
         "limit": "0", "message": "m", "fix": "f", "source": "s", "confidence": "A"}]}
      """;

  @Test
  void readsAPack() {
    PackReader.Reading reading = PackReader.read("house.json", CanonicalJson.read(PACK));

    assertThat(reading.problems()).isEmpty();
    assertThat(Objects.requireNonNull(reading.pack()).rules()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"kind\": \"lexical\" | \"kind\": \"magic\" | kind must be lexical, measured or judged",
        "\"patterns\": [\"x\"] | \"patterns\": [] | needs patterns or words",
        "\"patterns\": [\"x\"] | \"patterns\": [\"(x\"] | is no regular expression",
        "\"severity\": \"WARN\" | \"severity\": \"RED\" | must be BLOCK, NEEDS_EVIDENCE, WARN or INFO",
        "\"source\": \"s\", | '' | source is needed",
        "\"confidence\": \"A\" | \"confidence\": \"Z\" | confidence must be A, A*, T or M",
        "\"agent\": \"GRD-010\" | \"agent\": \"MUSE-001\" | agent must be a Guardian",
        "\"always\": true | \"alwais\": true | is no key of a rule pack",
        "\"checked\": \"2026-11-19\" | \"checked\": \"soon\" | must be an ISO date",
        "\"kind\": \"lexical\" | \"kind\": \"measured\" | exactly one of measure, require, forbid and code",
        "\"kind\": \"lexical\", | \"kind\": \"lexical\", \"when\": [{\"feild\": 1}], | a condition needs field"
      })
  void namesWhatIsWrongWithItsPlace(String good, String bad, String told) {
    JsonNode broken = CanonicalJson.read(PACK.replace(good, bad));

    PackReader.Reading reading = PackReader.read("house.json", broken);

    assertThat(reading.pack()).isNull();
    assertThat(reading.problems())
        .anyMatch(problem -> problem.startsWith("house.json") && problem.contains(told));
  }

  @Test
  void namesEveryPackFileInTheIndex() throws Exception {
    Set<String> data = Set.of("index", "ad-limits", "asset-formats", "spam-tests", "neutral-brief");

    Set<String> files = new TreeSet<>();
    try (Stream<Path> list = Files.list(packs())) {
      list.map(file -> file.getFileName().toString().replace(".json", "")).forEach(files::add);
    }
    files.removeAll(data);

    assertThat(PackShelf.shipped().packs().keySet()).isEqualTo(files);
  }

  @Test
  void letsOnlyRulesThatWereReadAtTheirSourceBlock() {
    List<String> unread =
        PackShelf.shipped().packs().values().stream()
            .filter(pack -> pack.source() == RulePack.Unconfirmed.WARNS)
            .flatMap(pack -> pack.rules().stream())
            .filter(rule -> !rule.isConfirmed() && rule.source().isBlank())
            .map(Rule::id)
            .toList();

    assertThat(unread).isEmpty();
    assertThat(
            PackShelf.shipped().packs().values().stream()
                .filter(pack -> pack.source() == RulePack.Unconfirmed.BLOCKS)
                .map(RulePack::id))
        .containsExactlyInAnyOrder(
            "pii",
            "provenance",
            "finance",
            "messaging-email",
            "messaging-sms",
            "messaging-ca",
            "messaging-eu");
  }

  private static Path packs() throws URISyntaxException {
    return Path.of(Objects.requireNonNull(RulePack.class.getResource("/packs")).toURI());
  }
}
