package io.raptorflow.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// What the rounds of a queue workload amount to.
final class QueueGoals {
  private static final String RATE = "perSecond";
  private static final String CPU = "cpuMillisPerItem";
  private static final String THREADS = "platformThreads";
  private static final String WAIT = "waitP99";

  private final QueueRace.Workloads workload;
  private final Map<Entrant, List<JsonNode>> measured;

  QueueGoals(QueueRace.Workloads workload, Map<Entrant, List<JsonNode>> measured) {
    this.workload = workload;
    this.measured = measured;
  }

  /// Writes a row for each competitor, and the goals of the workload.
  void judge(Results results) {
    measured.forEach(
        (entrant, _) -> {
          Map<String, double[]> numbers = new LinkedHashMap<>();
          switch (workload) {
            case W1 -> {
              numbers.put("works/s", values(entrant, RATE));
              numbers.put("CPU, ms/work", values(entrant, CPU));
              numbers.put("platform threads", values(entrant, THREADS));
            }
            case W2 -> {
              numbers.put("wait of the fast, p50, ms", values(entrant, "waitP50"));
              numbers.put("wait of the fast, p99, ms", values(entrant, WAIT));
              numbers.put("CPU, ms/work", values(entrant, CPU));
            }
            case W3 -> {
              numbers.put("works/s", values(entrant, RATE));
              numbers.put("CPU, ms/work", values(entrant, CPU));
            }
            case W7 -> numbers.put("wait of the newcomers, p99, ms", values(entrant, WAIT));
          }
          results.row(workload.name(), entrant.title(), entrant.durability(), numbers);
        });
    switch (workload) {
      case W1 -> {
        over(results, "works/s, over Spring's record listener", RATE, Entrant.SPRING, 400);
        over(results, "works/s, over Parallel Consumer", RATE, Entrant.PARALLEL, 1);
        under(results, "CPU a work, over Parallel Consumer", CPU, Entrant.PARALLEL, 0.75);
        under(results, "threads, over Parallel Consumer", THREADS, Entrant.PARALLEL, 1 / 50.0);
      }
      case W2 -> {
        goal(results, "wait of Spring's asyncAcks, over ours (p99 of the fast)", Entrant.ASYNC);
        goal(results, "wait of a share group, over ours (p99 of the fast)", Entrant.SHARE);
      }
      case W3 -> {
        over(results, "works/s, over a plain consumer", RATE, Entrant.PLAIN, 0.8);
        over(results, "works/s, over BullMQ", RATE, Entrant.BULLMQ, 2);
      }
      case W7 -> {
        if (measured.containsKey(Entrant.IN_ORDER)) {
          results.goal(
              workload.name(),
              "wait in order of arrival, over ours (p99 of the newcomers)",
              median(Entrant.IN_ORDER, WAIT) / Math.max(1, median(Entrant.RAPTOR, WAIT)),
              100,
              false);
        }
      }
    }
  }

  private void goal(Results results, String text, Entrant other) {
    if (measured.containsKey(other)) {
      double ratio = median(other, WAIT) / Math.max(1, median(Entrant.RAPTOR, WAIT));
      results.goal(workload.name(), text, ratio, 10, false);
    }
  }

  private void over(Results results, String text, String field, Entrant other, double bound) {
    if (measured.containsKey(other)) {
      double ratio = median(Entrant.RAPTOR, field) / median(other, field);
      results.goal(workload.name(), text, ratio, bound, false);
    }
  }

  private void under(Results results, String text, String field, Entrant other, double bound) {
    if (measured.containsKey(other)) {
      double ratio = median(Entrant.RAPTOR, field) / median(other, field);
      results.goal(workload.name(), text, ratio, bound, true);
    }
  }

  private double median(Entrant entrant, String field) {
    return Results.median(values(entrant, field));
  }

  private double[] values(Entrant entrant, String field) {
    return measured.getOrDefault(entrant, List.of()).stream()
        .mapToDouble(row -> row.path(field).asDouble())
        .toArray();
  }
}
