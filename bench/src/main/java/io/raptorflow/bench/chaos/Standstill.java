package io.raptorflow.bench.chaos;

import io.raptorflow.bus.AgentId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;

/// What is to be looked at when a swarm stands still: the threads of each process, the offsets that
/// its groups can read, and every transaction that is open. It goes with the campaign's logs.
final class Standstill {
  private static final int WAIT_MILLIS = 5_000;

  private Standstill() {}

  static void describe(Stage stage, Path directory) throws InterruptedException {
    for (Forked process : stage.all()) {
      threads(process, directory.resolve(process.name() + ".threads"));
    }
    Admin admin = stage.bus().admin();
    for (AgentId agent : Cast.TOOL_USERS) {
      stage
          .history()
          .add("standstill", "group", agent.group(), "offsets", offsets(admin, agent.group()));
    }
    stage.history().add("standstill", "transactions", transactions(admin));
  }

  private static void threads(Forked process, Path file) throws InterruptedException {
    try {
      new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
              Long.toString(process.pid()),
              "Thread.dump_to_file",
              "-overwrite",
              file.toString())
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor(WAIT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (IOException none) {
      System.err.println("no threads of " + process.name() + ": " + none);
    }
  }

  /// Asked for as a consumer asks: an offset that is in an open transaction is left out.
  private static String offsets(Admin admin, String group) throws InterruptedException {
    try {
      return admin
          .listConsumerGroupOffsets(
              group,
              new ListConsumerGroupOffsetsOptions().requireStable(true).timeoutMs(WAIT_MILLIS))
          .partitionsToOffsetAndMetadata()
          .get(2L * WAIT_MILLIS, TimeUnit.MILLISECONDS)
          .toString();
    } catch (ExecutionException | TimeoutException unanswered) {
      return unanswered.toString();
    }
  }

  private static List<String> transactions(Admin admin) throws InterruptedException {
    try {
      return admin.listTransactions().all().get(2L * WAIT_MILLIS, TimeUnit.MILLISECONDS).stream()
          .map(Object::toString)
          .filter(text -> !text.contains("COMPLETE") && !text.contains("EMPTY"))
          .toList();
    } catch (ExecutionException | TimeoutException unanswered) {
      return List.of(unanswered.toString());
    }
  }
}
