package io.raptorflow.guild.matrix;

import io.raptorflow.agent.GuildKit;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.Guild;
import io.raptorflow.guild.matrix.computed.BudgetAllocator;
import io.raptorflow.guild.matrix.computed.ExecutiveReporter;
import io.raptorflow.guild.matrix.computed.KpiAnomalyDetector;
import io.raptorflow.guild.matrix.output.BudgetSplit;
import io.raptorflow.guild.matrix.output.ExecutiveReport;
import io.raptorflow.guild.matrix.output.KpiAnomalies;
import java.util.List;
import java.util.Map;

/// What the Matrix guild brings: methods and the records they answer with.
public final class MatrixGuild {
  private MatrixGuild() {}

  public static GuildKit kit() {
    return new GuildKit(
        Guild.MATRIX,
        List.of(KpiAnomalies.class, BudgetSplit.class, ExecutiveReport.class),
        List.of(),
        Map.of(
            new AgentId("MTX-001"), new KpiAnomalyDetector(),
            new AgentId("MTX-006"), new BudgetAllocator(),
            new AgentId("MTX-020"), new ExecutiveReporter()),
        List.of());
  }
}
