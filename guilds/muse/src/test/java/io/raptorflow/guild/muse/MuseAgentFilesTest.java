package io.raptorflow.guild.muse;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.agent.AgentFile;
import io.raptorflow.agent.offline.text.Words;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.Guild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class MuseAgentFilesTest {
  private static final Path AGENTS = Path.of("src/main/resources/agents");

  @Test
  void parsesEveryFileUnderItsOwnIdAndTheNameOfTheRoster() throws IOException {
    Map<String, String> roster = roster();

    Map<String, AgentFile> files = files();

    assertThat(files.values())
        .extracting(file -> file.facts().id().value())
        .containsExactlyInAnyOrder("MUSE-001", "MUSE-002", "MUSE-007", "MUSE-027");
    files.forEach(
        (name, file) -> {
          String id = file.facts().id().value();
          assertThat(name).startsWith(id + "-");
          assertThat(file.facts().name()).isEqualTo(roster.get(id));
          assertThat(file.facts().id().guild()).isEqualTo(Guild.MUSE);
          assertThat(file.facts().input()).contains("brief");
        });
  }

  @Test
  void namesOutputsThatTheKitHasAndThatAComposerWrites() throws IOException {
    Set<String> outputs =
        MuseGuild.kit().outputs().stream().map(Class::getSimpleName).collect(Collectors.toSet());
    Set<String> composed =
        MuseGuild.kit().composers().stream().map(c -> c.output()).collect(Collectors.toSet());

    List<String> named = files().values().stream().map(file -> file.facts().output()).toList();

    assertThat(named).doesNotHaveDuplicates().allMatch(outputs::contains);
    assertThat(composed).containsExactlyInAnyOrderElementsOf(named);
  }

  /// Compared are the prompts without the passages that they share.
  @Test
  void hasNoTwoPromptsThatAreNearlyAlike() throws IOException {
    List<Set<String>> shingles = new ArrayList<>();
    for (AgentFile file : files().values()) {
      String own = file.prompt().substring(file.prompt().lastIndexOf("\n\nYou "));
      shingles.add(shingles(own));
    }

    for (int i = 0; i < shingles.size(); i++) {
      for (int j = 0; j < i; j++) {
        Set<String> both = new HashSet<>(shingles.get(i));
        both.retainAll(shingles.get(j));
        assertThat(both.size() / (double) shingles.get(i).size()).isLessThan(0.10);
      }
    }
  }

  private static Set<String> shingles(String text) {
    List<String> words = Words.of(text);
    Set<String> shingles = new HashSet<>();
    for (int i = 0; i + 5 <= words.size(); i++) {
      shingles.add(String.join(" ", words.subList(i, i + 5)));
    }
    return shingles;
  }

  private static Map<String, String> roster() {
    Map<String, String> roster = new TreeMap<>();
    for (JsonNode agent : CanonicalJson.read(Briefs.resource("/agents.json"))) {
      roster.put(agent.path("id").asString(), agent.path("name").asString());
    }
    return roster;
  }

  private static Map<String, AgentFile> files() throws IOException {
    Map<String, String> passages = new TreeMap<>();
    for (Path passage : markdown(AGENTS.resolve("_shared"))) {
      String name = String.valueOf(passage.getFileName());
      passages.put(name.substring(0, name.length() - 3), Files.readString(passage));
    }
    Map<String, AgentFile> files = new TreeMap<>();
    for (Path file : markdown(AGENTS)) {
      String name = String.valueOf(file.getFileName());
      files.put(name, AgentFile.parse(name, Files.readString(file), passages));
    }
    return files;
  }

  private static List<Path> markdown(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    }
  }
}
