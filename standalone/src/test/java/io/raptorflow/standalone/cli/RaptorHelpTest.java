package io.raptorflow.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class RaptorHelpTest {
  static Stream<String> everyCommand() {
    return withItsCommands(Raptor.commandLine())
        .map(line -> line.getCommandSpec().qualifiedName())
        .filter(name -> !name.endsWith(" help"));
  }

  @ParameterizedTest
  @MethodSource("everyCommand")
  void explainsEveryCommandThatIsAskedForHelp(String command) {
    StringWriter told = new StringWriter();
    CommandLine line = Raptor.commandLine();
    line.setOut(new PrintWriter(told, true));

    int exitCode = line.execute((command + " --help").replaceFirst("^raptor ", "").split(" "));

    assertThat(exitCode).isEqualTo(ExitCode.OK);
    assertThat(told.toString()).startsWith("Usage: " + command);
    assertThat(told.toString().contains("Start here:")).isEqualTo(command.equals("raptor"));
  }

  private static Stream<CommandLine> withItsCommands(CommandLine line) {
    return Stream.concat(
        Stream.of(line),
        line.getSubcommands().values().stream()
            .distinct()
            .flatMap(RaptorHelpTest::withItsCommands));
  }
}
