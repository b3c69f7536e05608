package io.raptorflow.guild.matrix.computed;

import io.raptorflow.agent.Computation;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.guild.matrix.computed.Journeys.Journey;
import io.raptorflow.guild.matrix.method.Apportion;
import io.raptorflow.guild.matrix.method.MarkovChain;
import io.raptorflow.guild.matrix.method.Shapley;
import io.raptorflow.guild.matrix.output.AttributionReport;
import io.raptorflow.guild.matrix.output.AttributionReport.Channel;
import io.raptorflow.guild.matrix.output.Check.Verdict;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// MTX-005: shares the credit for conversions over channels, by a Markov chain and by rules, and
/// shows how far they disagree.
public final class Attributor implements Computation {
  private static final String METHOD =
      "Markov chain of order 1, removal effect; first, last, linear, 40-20-40, time decay; Shapley"
          + " value of the chain's chance of conversion";
  private static final int SCALE = 6;
  private static final long DRAWS = 4_000_000;

  /// @param halfLife touches after which a touch counts half, for time decay
  private record Settings(int conversionsMin, double halfLife) {
    static Settings from(SettingReader settings) {
      return new Settings(
          settings.whole("conversions_min", 300, 1, 1_000_000),
          settings.number("half_life_touches", 1, 0.1, 20));
    }
  }

  @Override
  public Result compute(TaskInputs inputs) {
    return Study.of(METHOD, inputs, Settings::from, Journeys.SHAPE, Attributor::run);
  }

  private static Result run(Study study, Settings settings, List<Journey> rows) {
    Journeys journeys = Journeys.of(rows);
    if (journeys.channels().size() > Journeys.CHANNELS_MAX) {
      return Refused.because(
          "paths name %d channels, at most %d are told apart"
              .formatted(journeys.channels().size(), Journeys.CHANNELS_MAX));
    }
    if (journeys.conversions().compareTo(BigDecimal.valueOf(settings.conversionsMin())) < 0) {
      return Refused.because(
          "journeys hold %s conversions, at least %d are needed"
              .formatted(journeys.conversions().toPlainString(), settings.conversionsMin()));
    }
    if (journeys.nulls().signum() == 0) {
      study.refuse(
          "no path without a conversion was given: every chain then converts, so removal effects"
              + " only count in how many paths a channel stands");
    }
    MarkovChain chain = journeys.chain();
    double[] removal = chain.removalEffects();
    Map<String, double[]> weights = new LinkedHashMap<>();
    weights.put("markov", removal);
    journeys.rules(settings.halfLife()).forEach(weights::put);
    if (chain.channels().size() <= Shapley.PLAYERS_MAX) {
      double[] shapley =
          Shapley.values(
              chain.channels().size(),
              set -> chain.conversion(channel -> (set >> channel & 1) == 1));
      // A channel that lowers the chance of conversion gets no credit, not a debt.
      weights.put("shapley", Arrays.stream(shapley).map(v -> Math.max(0, v)).toArray());
    } else {
      study.refuse(
          "Shapley: %d channels, all coalitions are counted up to %d"
              .formatted(chain.channels().size(), Shapley.PLAYERS_MAX));
    }
    double[][] draws = bootstrap(journeys, study.inputs().seed());
    AttributionReport.Result result = result(journeys, chain, weights, draws);
    checks(study, result);
    return study.answer(
        new AttributionReport(
            study.grounds(
                null,
                rows.size(),
                Say.of(
                    "The interval of the Markov credit holds 90 %% of %d bootstrap draws over"
                        + " paths; the spread between models is the larger doubt. No model here"
                        + " shows what would have happened without the media; a hold-out test"
                        + " does, and goes before this.",
                    draws.length)),
            result));
  }

  private static AttributionReport.Result result(
      Journeys journeys, MarkovChain chain, Map<String, double[]> weights, double[][] draws) {
    int k = chain.channels().size();
    List<Map<String, BigDecimal>> credit = new ArrayList<>();
    List<Map<String, BigDecimal>> revenue = new ArrayList<>();
    for (int i = 0; i < k; i++) {
      credit.add(new TreeMap<>());
      revenue.add(new TreeMap<>());
    }
    weights.forEach(
        (model, weight) -> {
          BigDecimal[] parts = Apportion.exact(journeys.conversions(), weight, SCALE);
          BigDecimal[] money = Apportion.exact(journeys.revenue(), weight, SCALE);
          for (int i = 0; i < k; i++) {
            credit.get(i).put(model, parts[i]);
            revenue.get(i).put(model, money[i]);
          }
        });
    double[] removal = weights.getOrDefault("markov", new double[k]);
    List<Channel> channels = new ArrayList<>();
    for (int i = 0; i < k; i++) {
      double[] own = new double[draws.length];
      for (int d = 0; d < draws.length; d++) {
        own[d] = draws[d][i];
      }
      Arrays.sort(own);
      channels.add(
          new Channel(
              chain.channels().get(i),
              removal[i],
              credit.get(i),
              revenue.get(i),
              own[(int) (0.05 * (own.length - 1))],
              own[(int) Math.ceil(0.95 * (own.length - 1))],
              Collections.max(credit.get(i).values())
                  .subtract(Collections.min(credit.get(i).values()))));
    }
    return new AttributionReport.Result(
        journeys.conversions(),
        journeys.nulls(),
        journeys.revenue(),
        chain.conversion(),
        List.copyOf(weights.keySet()),
        channels);
  }

  /// Markov credits of resampled paths: each count is drawn again from a Poisson distribution.
  private static double[][] bootstrap(Journeys journeys, long seed) {
    int draws = (int) Math.clamp(DRAWS / journeys.paths().size(), 20, 200);
    SplittableRandom random = new SplittableRandom(seed);
    double[][] credits = new double[draws][];
    for (int d = 0; d < draws; d++) {
      MarkovChain chain = journeys.chain(count -> Draw.poisson(random, count));
      double[] removal = chain.removalEffects();
      double sum = Arrays.stream(removal).sum();
      double conversions = journeys.conversions().doubleValue();
      credits[d] =
          Arrays.stream(removal).map(effect -> sum == 0 ? 0 : effect / sum * conversions).toArray();
    }
    return credits;
  }

  private static void checks(Study study, AttributionReport.Result result) {
    study.check(
        "the next touch depends on the last one only",
        Verdict.UNTESTED,
        "order 1; longer memory needs many more paths");
    double widest =
        result.channels().stream()
            .mapToDouble(c -> c.spread().doubleValue() / result.conversions().doubleValue())
            .max()
            .orElse(0);
    study.check(
        "the models agree",
        widest < 0.1 ? Verdict.HOLDS : Verdict.DOUBTFUL,
        "the widest spread of a channel is %.1f %% of all conversions",
        100 * widest);
  }
}
