package io.raptorflow.standalone.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/// What the command line does when a run waits for a person.
sealed interface GateKeeper {

  /// A gate waits.
  void meet(String run, String gate);

  /// Says yes to everything, under a name that shows it.
  record SaysYes(SwarmClient client, PrintWriter out, String by) implements GateKeeper {
    @Override
    public void meet(String run, String gate) {
      JsonNode waiting = waiting(client, run, gate);
      show(out, waiting);
      client.gate(
          run,
          gate,
          Map.of(
              "decision",
              "approve",
              "by",
              by,
              "note",
              "approved by --approve, no person looked",
              "seen",
              waiting.path("seen").asString("")));
      out.println("   approved by " + by);
    }
  }

  /// Asks the person at the terminal.
  record AsksHere(SwarmClient client, PrintWriter out, BufferedReader in) implements GateKeeper {
    @Override
    public void meet(String run, String gate) {
      JsonNode waiting = waiting(client, run, gate);
      show(out, waiting);
      String name = ask("   Your name: ");
      String word = "";
      while (!word.equals("yes") && !word.equals("no")) {
        word = ask("   Approve " + gate + "? (yes/no) ");
      }
      String note = ask("   A note, if you like: ");
      client.gate(
          run,
          gate,
          Map.of(
              "decision",
              word.equals("yes") ? "approve" : "reject",
              "by",
              name,
              "note",
              note,
              "seen",
              waiting.path("seen").asString("")));
    }

    private String ask(String question) {
      out.print(question);
      out.flush();
      try {
        String line = in.readLine();
        if (line == null) {
          throw new CliException(ExitCode.REFUSED, "nobody answered; the run goes on waiting");
        }
        return line.strip();
      } catch (IOException broken) {
        throw new CliException(ExitCode.FAILED, "the terminal cannot be read: " + broken);
      }
    }
  }

  /// Says how a person may decide elsewhere, and waits.
  record TellsHow(SwarmClient client, PrintWriter out, String options) implements GateKeeper {
    @Override
    public void meet(String run, String gate) {
      show(out, waiting(client, run, gate));
      out.println("   This run waits. In another terminal:");
      out.println("     ./raptor approve %s %s --by \"YOUR NAME\"%s".formatted(run, gate, options));
      out.println(
          "     ./raptor reject %s %s --by \"YOUR NAME\" --note \"WHAT MUST CHANGE\"%s"
              .formatted(run, gate, options));
      out.flush();
    }
  }

  /// The waiting gate as the status shows it, once the read side has caught up with the log.
  private static JsonNode waiting(SwarmClient client, String run, String gate) {
    for (int tries = 0; tries < 100; tries++) {
      JsonNode waiting = client.status(run).path("gate");
      if (waiting.path("gate").asString("").equals(gate)) {
        return waiting;
      }
      LockSupport.parkNanos(50_000_000L);
    }
    throw new CliException(ExitCode.FAILED, "gate " + gate + " of run " + run + " is not shown");
  }

  private static void show(PrintWriter out, JsonNode waiting) {
    JsonNode briefing = waiting.path("dossier").path("briefing");
    out.println();
    out.println(
        "── Gate "
            + waiting.path("gate").asString("")
            + ": "
            + briefing.path("question").asString("a person must decide"));
    briefing.path("points").forEach(point -> out.println("   · " + point.asString("")));
    briefing.path("warnings").forEach(warning -> out.println("   ! " + warning.asString("")));
    out.println("   seen: " + waiting.path("seen").asString(""));
    out.flush();
  }
}
