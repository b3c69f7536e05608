package io.raptorflow.bench.chaos;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// I10 to I12: how the swarm stood when it was over.
final class EndChecks {
  private static final long FALL_MILLIS = 60_000;
  private static final int THREADS_MORE_MAX = 60;
  private static final int HEAP_MORE_MAX = 80;
  private static final int RESIDENT_MAX = 900;
  private static final long TRANSACTIONS_END_SECONDS = 40;

  private final Evidence evidence;
  private final Verdict verdict;

  EndChecks(Evidence evidence, Verdict verdict) {
    this.evidence = evidence;
    this.verdict = verdict;
  }

  void all() throws InterruptedException {
    liveness();
    reports();
    transactions();
  }

  private void liveness() {
    JsonNode healed = evidence.last("healed");
    verdict.looked(Invariant.I10, 1);
    if (healed == null) {
      verdict.violated(Invariant.I10, "the swarm was never healed");
      return;
    }
    long open = healed.path("open").asLong();
    long at = healed.path("at").asLong();
    boolean fell = open == 0;
    for (JsonNode line : evidence.history) {
      if (line.path("event").asString().equals("drain")
          && line.path("at").asLong() <= at + FALL_MILLIS
          && line.path("open").asLong() < Math.max(1, open)) {
        fell = true;
      }
    }
    if (!fell) {
      verdict.violated(Invariant.I10, "60 s after healing the backlog had not shrunk from " + open);
    }
    JsonNode drained = evidence.last("drained");
    if (drained == null) {
      verdict.violated(Invariant.I10, "the backlog was not gone: " + evidence.last("not drained"));
    } else {
      verdict.number("drainSeconds", (drained.path("at").asLong() - at) / 1000.0);
    }
  }

  private void reports() {
    Map<String, JsonNode> before = new HashMap<>();
    for (JsonNode line : evidence.history) {
      String event = line.path("event").asString();
      if (event.equals("stopped") && !line.path("inOrder").asBoolean()) {
        verdict.violated(Invariant.I11, line.path("who").asString() + " did not stop when told to");
      }
      if (!event.equals("report")) {
        continue;
      }
      String who = line.path("who").asString();
      if (line.path("when").asString().equals("before")) {
        before.put(who, line);
      } else {
        compare(who, before.get(who), line);
      }
    }
  }

  private void compare(String who, @Nullable JsonNode before, JsonNode after) {
    JsonNode said = after.path("said");
    verdict.looked(Invariant.I11, 1);
    verdict.looked(Invariant.I12, 1);
    if (before == null || !said.isObject()) {
      verdict.violated(Invariant.I11, who + " does not report: " + after);
      return;
    }
    if (said.path("taken").asLong() != 0 || said.path("lag").asLong() != 0) {
      verdict.violated(Invariant.I11, who + " holds work although none is open: " + said);
    }
    if (said.has("states") && !said.path("states").toString().equals("[\"RUNNING\"]")) {
      verdict.violated(Invariant.I11, who + " has inboxes that do not run: " + said);
    }
    long threads = said.path("threads").asLong() - before.path("said").path("threads").asLong();
    if (threads > THREADS_MORE_MAX) {
      verdict.violated(Invariant.I11, "%s has %d threads more: %s".formatted(who, threads, said));
    }
    long heap =
        said.path("heapMegabytes").asLong() - before.path("said").path("heapMegabytes").asLong();
    if (heap > HEAP_MORE_MAX || after.path("residentMegabytes").asLong() > RESIDENT_MAX) {
      verdict.violated(
          Invariant.I12, "%s holds %d MB more than at its start: %s".formatted(who, heap, after));
    }
  }

  /// All clients have stopped: what is open now stays open until its timeout.
  private void transactions() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TRANSACTIONS_END_SECONDS);
    List<String> open;
    do {
      open = ongoing();
      if (open.isEmpty()) {
        break;
      }
      Pause.ofMillis(500);
    } while (System.nanoTime() < end);
    verdict.looked(Invariant.I11, 1);
    if (!open.isEmpty()) {
      verdict.violated(Invariant.I11, "transactions stay open: " + open);
    }
  }

  private List<String> ongoing() throws InterruptedException {
    try {
      return evidence.bus().admin().listTransactions().all().get(30, TimeUnit.SECONDS).stream()
          .filter(
              one ->
                  one.state() == TransactionState.ONGOING
                      || one.state() == TransactionState.PREPARE_COMMIT
                      || one.state() == TransactionState.PREPARE_ABORT)
          .map(TransactionListing::transactionalId)
          .toList();
    } catch (ExecutionException | TimeoutException unanswered) {
      return List.of("unknown: " + unanswered);
    }
  }
}
