package io.raptorflow.lords.council;

import io.raptorflow.agent.GuildKit;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.Guild;
import java.util.List;
import java.util.Map;

/// What the Council brings besides its agent files.
public final class CouncilKit {
  private CouncilKit() {}

  public static GuildKit kit() {
    return new GuildKit(
        Guild.COUNCIL,
        List.of(
            CampaignCalendar.class,
            ClaimsLedger.class,
            Strategy.class,
            QualityReview.class,
            MeasurementPlan.class,
            GateBriefing.class,
            LaunchNote.class),
        List.of(),
        Map.of(
            AgentId.ARCHITECT, CampaignCalendar::compute,
            AgentId.COGNITION, ClaimsLedger::compute,
            AgentId.AESTHETE, MeasuredRubric::compute,
            AgentId.SEER, MeasurementPlan::compute,
            AgentId.ARBITER, GateBriefing::compute),
        List.of(new StrategyComposer(), new LaunchNoteComposer()));
  }
}
