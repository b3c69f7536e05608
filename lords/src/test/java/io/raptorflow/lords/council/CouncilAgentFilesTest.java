package io.raptorflow.lords.council;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.testkit.agent.AgentFileLint;
import org.junit.jupiter.api.Test;

class CouncilAgentFilesTest {
  @Test
  void hasNoFaultInItsFiles() {
    assertThat(AgentFileLint.faults(CouncilKit.kit())).isEmpty();
  }
}
