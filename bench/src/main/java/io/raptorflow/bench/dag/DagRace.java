package io.raptorflow.bench.dag;

import io.raptorflow.bench.Results;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// The same graphs of agents on this project and on its peers.
///
/// In each round every competitor is started anew with its servers, warmed up, and runs all
/// contests; the model lives in this process. CPU is that of all processes of a competitor, its
/// servers and its caller included.
@Command(
    name = "dag",
    description = {
      "Graphs of agents beside Restate, DBOS, LangGraph and LangChain4j:",
      "W4, nodes of no time; W5, nodes of 100 ms; W6, one to 87 to one;",
      "H, what a run costs beside its model."
    })
public final class DagRace implements Callable<Integer> {
  private static final double QUICK_SHARE = 0.05;
  private static final int WARM_UP_RUNS = 6_000;

  @Parameters(paramLabel = "W", description = "W4, W5, W6, H (default: all).")
  private List<String> which = List.of();

  @Option(names = "--rounds", description = "Rounds of each (default: ${DEFAULT-VALUE}).")
  private int rounds = 3;

  @Option(
      names = "--quick",
      description = "A twentieth of the runs, one round, without 2,000 at once.")
  private boolean quick;

  @Option(names = "--only", split = ",", description = "Only these: ${COMPLETION-CANDIDATES}.")
  private List<Competitor> only = List.of();

  private final Map<Contest, Map<Competitor, List<Round>>> measured = new EnumMap<>(Contest.class);

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Contest> contests =
        Arrays.stream(Contest.values())
            .filter(one -> which.isEmpty() || which.contains(one.workload()))
            .filter(one -> !quick || one != Contest.W5_2000)
            .toList();
    List<Competitor> competitors = only.isEmpty() ? List.of(Competitor.values()) : only;
    Results results = new Results("dag", quick);
    String named = which.stream().map(workload -> " " + workload).collect(Collectors.joining());
    results.put("repeat", "dag%s --rounds %d".formatted(named, rounds));
    double share = quick ? QUICK_SHARE : 1;
    try (SeededModel model = SeededModel.start()) {
      for (int round = 1; round <= (quick ? 1 : rounds); round++) {
        for (Competitor competitor : competitors) {
          long begun = System.nanoTime();
          try (Stage stage = Stage.of(competitor)) {
            say("round %d, %s: ready after %.1f s", round, competitor.label(), since(begun));
            warmUp(stage, model, competitor, share);
            say("round %d, %s: warm after %.1f s", round, competitor.label(), since(begun));
            for (Contest contest : contests) {
              if (competitor.runs(contest)) {
                Round row = run(stage, model, contest, share);
                say("round %d, %s, %s: %s", round, competitor.label(), contest, row);
                measured
                    .computeIfAbsent(contest, _ -> new EnumMap<>(Competitor.class))
                    .computeIfAbsent(competitor, _ -> new ArrayList<>())
                    .add(row);
              }
            }
          }
        }
      }
    }
    results.put("share of the full size", share);
    new Verdicts(measured, results).write();
    return results.conclude();
  }

  private static double since(long begun) {
    return (System.nanoTime() - begun) / 1e9;
  }

  private static void say(String text, Object... values) {
    System.out.println(String.format(Locale.ROOT, text, values));
  }

  /// Has a competitor run until its compilers are nearly done: those of the broker and of the
  /// Council take a third of both cores in the first minute. Who has no runs without a model asks
  /// one that answers at once.
  private static void warmUp(Stage stage, SeededModel model, Competitor competitor, double share)
      throws IOException, InterruptedException {
    model.begin(Contest.W4.latencies());
    String address = competitor.runs(Contest.W4) ? "" : model.url();
    int runs = (int) (WARM_UP_RUNS * share);
    stage.work(new Stage.Job(Contest.W4.graph(), address, 0, runs, Contest.W4.atOnce()));
  }

  private static Round run(Stage stage, SeededModel model, Contest contest, double share)
      throws IOException, InterruptedException {
    int warmUp = contest.warmUp(share);
    int runs = contest.runs(share);
    model.begin(contest.latencies());
    String address = contest.asksModel() ? model.url() : "";
    stage.work(new Stage.Job(contest.graph(), address, 0, warmUp, contest.atOnce()));
    model.begin(contest.latencies());
    double cpu = stage.cpuMillis();
    JsonNode answer =
        stage.work(new Stage.Job(contest.graph(), address, warmUp, runs, contest.atOnce()));
    double used = stage.cpuMillis() - cpu;
    return Round.of(contest, warmUp, answer, used, new Round.Asked(model.calls(), model.nodes()));
  }
}
