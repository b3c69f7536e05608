package io.raptorflow.testkit.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.agent.GuildKit;
import io.raptorflow.bus.Guild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentFileLintTest {

  /// What the planted agent writes.
  record Line(String text) {}

  @Test
  void findsWhatIsPlanted(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("MUSE-001-planted.md"),
        """
        ---
        id: MUSE-001
        name: Somebody Else
        does: Writes a line.
        engine: model
        tier: standard
        input: []
        output: Line
        tools: []
        include: []
        limits: {tokens: 500, tool-calls: 0, timeout: PT5S}
        cache: PT0S
        ---

        You are gpt-9 and write a line.
        """);
    GuildKit kit = new GuildKit(Guild.MUSE, List.of(Line.class), List.of(), Map.of(), List.of());

    List<String> faults = AgentFileLint.faults(kit, List.of(folder));

    assertThat(faults)
        .hasSize(4)
        .anyMatch(fault -> fault.contains("Headline Copywriter"))
        .anyMatch(fault -> fault.contains("nothing composes"))
        .anyMatch(fault -> fault.contains("names a model"))
        .anyMatch(fault -> fault.contains("needs the brief"));
  }
}
