package io.raptorflow.guild.guardian;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.agent.AgentFile;
import io.raptorflow.agent.GuildKit;
import io.raptorflow.bus.Guild;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardianGuildTest {

  @ParameterizedTest
  @CsvSource({
    "GRD-001-ad-platform-policy-guardian.md, GRD-001, Ad-Platform Policy Guardian",
    "GRD-002-claims-guardian.md, GRD-002, Claims Guardian",
    "GRD-008-data-protection-pii-guardian.md, GRD-008, Data-Protection (PII) Guardian"
  })
  void readsTheAgentFile(String file, String id, String name) throws Exception {
    AgentFile agent = AgentFile.parse(file, Files.readString(agents().resolve(file)), Map.of());

    assertThat(agent.facts().id().value()).isEqualTo(id);
    assertThat(agent.facts().name()).isEqualTo(name);
    assertThat(agent.facts().output()).isEqualTo("Review");
    assertThat(agent.facts().engine()).isEqualTo(AgentFile.Engine.JAVA);
    assertThat(GuardianGuild.kit().computations()).containsKey(agent.facts().id());
  }

  @Test
  void hasAFileForEveryComputationAndNoOther() throws Exception {
    GuildKit kit = GuardianGuild.kit();

    List<String> ids;
    try (Stream<Path> files = Files.list(agents())) {
      ids = files.map(file -> file.getFileName().toString().substring(0, 7)).sorted().toList();
    }

    assertThat(kit.guild()).isEqualTo(Guild.GUARDIAN);
    assertThat(ids)
        .isEqualTo(kit.computations().keySet().stream().map(Object::toString).sorted().toList());
  }

  private static Path agents() throws URISyntaxException {
    return Path.of(Objects.requireNonNull(GuardianGuild.class.getResource("/agents")).toURI());
  }
}
