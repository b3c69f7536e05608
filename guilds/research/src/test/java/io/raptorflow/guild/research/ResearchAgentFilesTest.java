package io.raptorflow.guild.research;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.testkit.agent.AgentFileLint;
import org.junit.jupiter.api.Test;

class ResearchAgentFilesTest {
  @Test
  void hasNoFaultInItsFiles() {
    assertThat(AgentFileLint.faults(ResearchGuild.kit())).isEmpty();
  }
}
