package io.raptorflow.guild.matrix;

import io.raptorflow.agent.Computation;
import io.raptorflow.agent.GuildKit;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.Guild;
import io.raptorflow.guild.matrix.computed.Attributor;
import io.raptorflow.guild.matrix.computed.BanditAllocator;
import io.raptorflow.guild.matrix.computed.BudgetAllocator;
import io.raptorflow.guild.matrix.computed.CohortAnalyst;
import io.raptorflow.guild.matrix.computed.ExecutiveReporter;
import io.raptorflow.guild.matrix.computed.ExperimentAnalyst;
import io.raptorflow.guild.matrix.computed.FatigueMonitor;
import io.raptorflow.guild.matrix.computed.Forecaster;
import io.raptorflow.guild.matrix.computed.FunnelAnalyst;
import io.raptorflow.guild.matrix.computed.KpiAnomalyDetector;
import io.raptorflow.guild.matrix.computed.LeadScorer;
import io.raptorflow.guild.matrix.computed.MixModeller;
import io.raptorflow.guild.matrix.computed.PacingController;
import io.raptorflow.guild.matrix.computed.RfmAnalyst;
import io.raptorflow.guild.matrix.computed.SearchAnalyst;
import io.raptorflow.guild.matrix.computed.SentimentAnalyst;
import io.raptorflow.guild.matrix.computed.SurvivalAnalyst;
import io.raptorflow.guild.matrix.computed.TopicAnalyst;
import io.raptorflow.guild.matrix.computed.ValueForecaster;
import io.raptorflow.guild.matrix.computed.VoiceAnalyst;
import io.raptorflow.guild.matrix.output.AttributionReport;
import io.raptorflow.guild.matrix.output.BanditSplit;
import io.raptorflow.guild.matrix.output.BudgetSplit;
import io.raptorflow.guild.matrix.output.CohortTable;
import io.raptorflow.guild.matrix.output.CreativeFatigue;
import io.raptorflow.guild.matrix.output.CustomerValue;
import io.raptorflow.guild.matrix.output.ExecutiveReport;
import io.raptorflow.guild.matrix.output.Forecasts;
import io.raptorflow.guild.matrix.output.FunnelReport;
import io.raptorflow.guild.matrix.output.KpiAnomalies;
import io.raptorflow.guild.matrix.output.LeadScores;
import io.raptorflow.guild.matrix.output.MixModel;
import io.raptorflow.guild.matrix.output.PacingReport;
import io.raptorflow.guild.matrix.output.RfmSegments;
import io.raptorflow.guild.matrix.output.SearchDecay;
import io.raptorflow.guild.matrix.output.SentimentReport;
import io.raptorflow.guild.matrix.output.ShareOfVoice;
import io.raptorflow.guild.matrix.output.SurvivalReport;
import io.raptorflow.guild.matrix.output.TestVerdicts;
import io.raptorflow.guild.matrix.output.TopicReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the Matrix guild brings: methods and the records they answer with.
public final class MatrixGuild {
  private MatrixGuild() {}

  public static GuildKit kit() {
    return new GuildKit(Guild.MATRIX, outputs(), List.of(), computations(), List.of());
  }

  private static List<Class<? extends Record>> outputs() {
    return List.of(
        KpiAnomalies.class,
        Forecasts.class,
        TestVerdicts.class,
        BanditSplit.class,
        AttributionReport.class,
        BudgetSplit.class,
        MixModel.class,
        PacingReport.class,
        SurvivalReport.class,
        CustomerValue.class,
        RfmSegments.class,
        CohortTable.class,
        FunnelReport.class,
        SentimentReport.class,
        ShareOfVoice.class,
        TopicReport.class,
        SearchDecay.class,
        LeadScores.class,
        CreativeFatigue.class,
        ExecutiveReport.class);
  }

  /// In the order of the ids, from MTX-001.
  private static Map<AgentId, Computation> computations() {
    List<Computation> inOrder =
        List.of(
            new KpiAnomalyDetector(),
            new Forecaster(),
            new ExperimentAnalyst(),
            new BanditAllocator(),
            new Attributor(),
            new BudgetAllocator(),
            new MixModeller(),
            new PacingController(),
            new SurvivalAnalyst(),
            new ValueForecaster(),
            new RfmAnalyst(),
            new CohortAnalyst(),
            new FunnelAnalyst(),
            new SentimentAnalyst(),
            new VoiceAnalyst(),
            new TopicAnalyst(),
            new SearchAnalyst(),
            new LeadScorer(),
            new FatigueMonitor(),
            new ExecutiveReporter());
    Map<AgentId, Computation> byId = new LinkedHashMap<>();
    for (int i = 0; i < inOrder.size(); i++) {
      byId.put(new AgentId("MTX-%03d".formatted(i + 1)), inOrder.get(i));
    }
    return byId;
  }
}
