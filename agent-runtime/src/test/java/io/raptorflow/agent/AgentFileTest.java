package io.raptorflow.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentFileTest {
  private static final String GOOD =
      """
      ---
      id: MUSE-001
      name: Headline Copywriter
      does: Writes headlines.
      engine: model
      tier: standard
      input: [brief, war_brief?]
      output: HeadlineBank
      tools: []
      include: [voice]
      limits: {tokens: 500, tool-calls: 2, timeout: PT5S}
      cache: PT0S
      ---

      Write headlines.
      --- is only a dash here.
      """;

  @Test
  void keepsThePromptAsItIsWrittenBehindItsIncludes() {
    AgentFile file = AgentFile.parse("f.md", GOOD, Map.of("voice", "Mind the voice."));

    assertThat(file.prompt())
        .isEqualTo("Mind the voice.\n\nWrite headlines.\n--- is only a dash here.\n");
    assertThat(file.facts().input()).containsExactly("brief", "war_brief?");
  }

  @Test
  void changesItsHashWithAnyWordOfThePromptOrOfAnInclude() {
    String hash = AgentFile.parse("f.md", GOOD, Map.of("voice", "a")).hash();

    assertThat(AgentFile.parse("f.md", GOOD, Map.of("voice", "b")).hash()).isNotEqualTo(hash);
    assertThat(
            AgentFile.parse("f.md", GOOD.replace("Write h", "Draw h"), Map.of("voice", "a")).hash())
        .isNotEqualTo(hash);
    assertThat(AgentFile.parse("f.md", GOOD.replace("500", "501"), Map.of("voice", "a")).hash())
        .isNotEqualTo(hash);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tier: standard | tier: standard~colour: red | colour",
        "tier: standard | tier: standard~tier: volume | tier",
        "tier: standard | tier: gpt-9 | gpt-9",
        "tier: standard | tier: none | tier must not be none",
        "name: Headline Copywriter | # | name is missing",
        "id: MUSE-001 | id: MUS-1 | agent id must look like",
        "tokens: 500 | tokens: 0 | limits.tokens",
        "tokens: 500 | tokens: many | limits.tokens",
        "timeout: PT5S | timeout: PT5H | limits.timeout",
        "'timeout: PT5S}' | 'timeout: PT5S, colour: red}' | limits must have exactly",
        "include: [voice] | include: [choir] | no passage named 'choir'",
        "cache: PT0S | cache: soon | soon"
      })
  void namesFileAndRuleWhenAFactIsWrong(String written, String changed, String told) {
    String text = GOOD.replace(written.strip(), changed.strip().replace("~", "\n"));

    assertThatThrownBy(() -> AgentFile.parse("MUSE-001-x.md", text, Map.of("voice", "a")))
        .isInstanceOf(AgentFileException.class)
        .hasMessageContaining("MUSE-001-x.md")
        .hasMessageContaining(told.strip());
  }

  @Test
  void refusesAFileWithoutItsSecondLineOfDashes() {
    assertThatThrownBy(() -> AgentFile.parse("f.md", "---\nid: MUSE-001\n", Map.of()))
        .hasMessageContaining("facts between two lines of ---");
  }
}
