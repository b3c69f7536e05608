package io.raptorflow.standalone.cli;

import tools.jackson.databind.JsonNode;

/// How the end of a run reads as an exit code.
final class Outcomes {
  private Outcomes() {}

  static int exitCode(JsonNode lastFrame) {
    return isComplete(lastFrame) ? ExitCode.OK : ExitCode.REFUSED;
  }

  static boolean isComplete(JsonNode lastFrame) {
    return lastFrame.path("text").asString("").contains("The run is complete");
  }
}
