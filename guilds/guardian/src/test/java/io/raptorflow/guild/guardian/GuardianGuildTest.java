package io.raptorflow.guild.guardian;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.agent.AgentFile;
import io.raptorflow.agent.GuildKit;
import io.raptorflow.agent.JudgedComputation;
import io.raptorflow.bus.Guild;
import io.raptorflow.testkit.agent.AgentFileLint;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GuardianGuildTest {

  @Test
  void readsTheAgentFilesOfAllTen() throws Exception {
    Map<String, AgentFile> files = new TreeMap<>();
    for (Path file : files()) {
      AgentFile agent =
          AgentFile.parse(file.getFileName().toString(), Files.readString(file), Map.of());
      files.put(agent.facts().id().value(), agent);
    }

    assertThat(files).hasSize(10);
    files.forEach(
        (id, agent) -> {
          assertThat(agent.facts().output()).isEqualTo("Review");
          boolean judged =
              GuardianGuild.kit().computations().get(agent.facts().id())
                  instanceof JudgedComputation;
          assertThat(agent.facts().engine() == AgentFile.Engine.JUDGED && !judged).as(id).isFalse();
        });
  }

  @Test
  void writesAgentFilesThatTheLintAccepts() {
    assertThat(AgentFileLint.faults(GuardianGuild.kit())).isEmpty();
  }

  @Test
  void hasAFileForEveryComputationAndNoOther() throws Exception {
    GuildKit kit = GuardianGuild.kit();

    List<String> ids =
        files().stream().map(file -> file.getFileName().toString().substring(0, 7)).toList();

    assertThat(kit.guild()).isEqualTo(Guild.GUARDIAN);
    assertThat(ids)
        .isEqualTo(kit.computations().keySet().stream().map(Object::toString).sorted().toList());
  }

  private static List<Path> files() throws Exception {
    try (Stream<Path> files = Files.list(agents())) {
      return files.sorted().toList();
    }
  }

  private static Path agents() throws URISyntaxException {
    return Path.of(Objects.requireNonNull(GuardianGuild.class.getResource("/agents")).toURI());
  }
}
