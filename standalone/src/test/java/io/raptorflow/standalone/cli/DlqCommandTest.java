package io.raptorflow.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class DlqCommandTest {
  private final StringWriter told = new StringWriter();

  @ParameterizedTest
  @ValueSource(strings = {"list", "replay --by ann"})
  void pointsAtTheFaultOfAFilterBeforeItConnects(String verb) {
    int exitCode = run("dlq " + verb + " --data no-such-swarm --where", "reason=TIMEOT and age>2h");

    assertThat(exitCode).isEqualTo(ExitCode.USAGE);
    assertThat(told.toString().replace("\r", ""))
        .isEqualTo(
            """
            raptor: filter, character 8: there is no such reason
              reason=TIMEOT and age>2h
                     ^^^^^^
            found    TIMEOT
            fits     RATE_LIMITED, TRANSIENT, TIMEOUT, BAD_OUTPUT, BUDGET, AUTH, POISON, KILLER, EXPIRED, CANCELLED
            nearest  TIMEOUT
            """);
  }

  @Test
  void refusesToReplayWithoutSayingWhich() {
    int exitCode = run("dlq replay --by ann --where", "  ");

    assertThat(exitCode).isEqualTo(ExitCode.USAGE);
    assertThat(told.toString())
        .startsWith("raptor: say which: work ids, a filter such as --where 'status=PARKED'")
        .endsWith("See 'raptor dlq replay --help'.\n")
        .doesNotContain("Usage");
  }

  @Test
  void refusesWorkIdsTogetherWithAFilter() {
    int exitCode =
        run("dlq replay --by ann 00000000-0000-0004-0000-000000000002 --where", "status=PARKED");

    assertThat(exitCode).isEqualTo(ExitCode.USAGE);
    assertThat(told.toString())
        .startsWith("raptor: say which in one way: work ids, a filter or --all");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stats", "groups", "list", "show", "why", "replay", "discard", "restore", "edit", "jobs",
        "audit", "watch", "export", "import", "adopt"
      })
  void namesEveryVerbInItsHelp(String verb) {
    CommandLine line = Raptor.commandLine();
    line.setOut(new PrintWriter(told, true));

    int exitCode = line.execute("help", "dlq");

    assertThat(exitCode).isEqualTo(ExitCode.OK);
    assertThat(told.toString()).containsPattern("(?m)^  " + verb + " ");
  }

  private int run(String words, String filter) {
    String[] start = words.split(" ");
    String[] arguments = Arrays.copyOf(start, start.length + 1);
    arguments[start.length] = filter;
    CommandLine line = Raptor.commandLine();
    line.setErr(new PrintWriter(told, true));
    return line.execute(arguments);
  }
}
