package io.raptorflow.bench.dag;

import io.raptorflow.bench.Results;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// Rows and goals of a race.
record Verdicts(Map<Contest, Map<Competitor, List<Round>>> measured, Results results) {

  void write() {
    measured.forEach(
        (contest, all) ->
            all.forEach(
                (competitor, rounds) ->
                    results.row(
                        contest.title(),
                        competitor.label(),
                        competitor.durability(),
                        numbers(contest, rounds))));
    if (isThere(Contest.W4, Competitor.RAPTOR) && isThere(Contest.W4, Competitor.RESTATE)) {
      results.goal(
          Contest.W4.title(),
          "steps a second, times Restate's",
          median(Contest.W4, Competitor.RAPTOR, Round::stepsPerSecond)
              / median(Contest.W4, Competitor.RESTATE, Round::stepsPerSecond),
          5,
          false);
      for (Contest contest : List.of(Contest.W4, Contest.W4_ONE)) {
        results.goal(
            contest.title(),
            "p50 of a run, times Restate's",
            median(contest, Competitor.RAPTOR, Round::p50)
                / median(contest, Competitor.RESTATE, Round::p50),
            2,
            true);
      }
    }
    atMost(Contest.W5_200, "p99 of a run, times its critical path", Round::overPathP99, 1.5);
    atMost(Contest.W5_2000, "p99 of a run, times its critical path", Round::overPathP99, 1.5);
    atMost(Contest.W6, "p50 of a run, times its critical path", Round::overPathP50, 1.3);
    atMost(Contest.H, "p50 of a run, times its critical path", Round::overPathP50, 1.05);
  }

  private void atMost(Contest contest, String what, ToDoubleFunction<Round> number, double bound) {
    if (isThere(contest, Competitor.RAPTOR)) {
      results.goal(contest.title(), what, median(contest, Competitor.RAPTOR, number), bound, true);
    }
  }

  private boolean isThere(Contest contest, Competitor competitor) {
    return measured.getOrDefault(contest, Map.of()).containsKey(competitor);
  }

  private double median(Contest contest, Competitor who, ToDoubleFunction<Round> number) {
    return Results.median(
        measured.getOrDefault(contest, Map.of()).getOrDefault(who, List.of()).stream()
            .mapToDouble(number)
            .toArray());
  }

  private static Map<String, double[]> numbers(Contest contest, List<Round> rounds) {
    Map<String, double[]> numbers = new LinkedHashMap<>();
    numbers.put("steps/s", all(rounds, Round::stepsPerSecond));
    numbers.put("run p50, ms", all(rounds, Round::p50));
    numbers.put("run p99, ms", all(rounds, Round::p99));
    if (contest.asksModel()) {
      numbers.put("p50 / critical path", all(rounds, Round::overPathP50));
      numbers.put("p99 / critical path", all(rounds, Round::overPathP99));
      numbers.put("calls of the model", all(rounds, round -> round.asked().calls()));
    }
    numbers.put("CPU, ms a step", all(rounds, Round::cpuMillisPerStep));
    return numbers;
  }

  private static double[] all(List<Round> rounds, ToDoubleFunction<Round> number) {
    return rounds.stream().mapToDouble(number).toArray();
  }
}
