package io.raptorflow.guild.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.agent.AgentFile;
import io.raptorflow.agent.GuildKit;
import io.raptorflow.bus.Guild;
import io.raptorflow.testkit.agent.AgentFileLint;
import java.io.IOException;
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

class MatrixGuildTest {

  @ParameterizedTest
  @CsvSource({
    "MTX-001-kpi-anomaly-detector.md, MTX-001, KPI Anomaly Detector, KpiAnomalies",
    "MTX-006-budget-allocator.md, MTX-006, Budget Allocator, BudgetSplit",
    "MTX-020-executive-reporter.md, MTX-020, Executive Reporter, ExecutiveReport"
  })
  void readsTheAgentFile(String file, String id, String name, String output) throws Exception {
    AgentFile agent = AgentFile.parse(file, Files.readString(agents().resolve(file)), Map.of());

    assertThat(agent.facts().id().value()).isEqualTo(id);
    assertThat(agent.facts().name()).isEqualTo(name);
    assertThat(agent.facts().output()).isEqualTo(output);
    assertThat(agent.facts().engine()).isEqualTo(AgentFile.Engine.JAVA);
    assertThat(MatrixGuild.kit().computations()).containsKey(agent.facts().id());
    assertThat(MatrixGuild.kit().outputs())
        .extracting(Class::getSimpleName)
        .contains(agent.facts().output());
  }

  @Test
  void keepsTheRulesOfAgentFiles() {
    assertThat(AgentFileLint.faults(MatrixGuild.kit())).isEmpty();
  }

  @Test
  void putsAllTwentyOfTheRosterToWork() {
    assertThat(MatrixGuild.kit().computations()).hasSize(20);
    assertThat(MatrixGuild.kit().outputs()).hasSize(20).doesNotHaveDuplicates();
  }

  @Test
  void hasAFileForEveryComputationAndNoOther() throws Exception {
    GuildKit kit = MatrixGuild.kit();

    List<String> ids;
    try (Stream<Path> files = Files.list(agents())) {
      ids = files.map(file -> file.getFileName().toString().substring(0, 7)).sorted().toList();
    }

    assertThat(kit.guild()).isEqualTo(Guild.MATRIX);
    assertThat(ids)
        .isEqualTo(kit.computations().keySet().stream().map(Object::toString).sorted().toList());
  }

  private static Path agents() throws URISyntaxException, IOException {
    return Path.of(Objects.requireNonNull(MatrixGuild.class.getResource("/agents")).toURI());
  }
}
