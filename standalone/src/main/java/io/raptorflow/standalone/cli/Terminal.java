package io.raptorflow.standalone.cli;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/// What the process is connected to.
final class Terminal {
  private Terminal() {}

  static boolean isPerson() {
    return System.console() != null && System.console().isTerminal();
  }

  static Follower.Screen screen() {
    boolean plain = "dumb".equals(System.getenv("TERM")) || System.getenv("NO_COLOR") != null;
    return isPerson() && !plain ? Follower.Screen.TERMINAL : Follower.Screen.PLAIN;
  }

  /// Who decides at gates: nobody, the person here, or a person elsewhere.
  static GateKeeper gateKeeper(
      SwarmClient client, PrintWriter out, boolean approve, String options) {
    if (approve) {
      return new GateKeeper.SaysYes(client, out, "the demo (--approve)");
    }
    if (isPerson()) {
      return new GateKeeper.AsksHere(
          client,
          out,
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
    }
    return new GateKeeper.TellsHow(client, out, options);
  }
}
