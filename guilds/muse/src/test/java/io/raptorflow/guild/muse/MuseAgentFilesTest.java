package io.raptorflow.guild.muse;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.testkit.agent.AgentFileLint;
import org.junit.jupiter.api.Test;

class MuseAgentFilesTest {
  @Test
  void hasNoFaultInItsFiles() {
    assertThat(AgentFileLint.faults(MuseGuild.kit())).isEmpty();
  }
}
