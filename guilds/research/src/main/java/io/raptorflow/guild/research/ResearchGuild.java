package io.raptorflow.guild.research;

import io.raptorflow.agent.GuildKit;
import io.raptorflow.bus.Guild;
import io.raptorflow.guild.research.output.CompetitorReport;
import io.raptorflow.guild.research.output.MarketReport;
import io.raptorflow.guild.research.output.PersonaSet;
import io.raptorflow.guild.research.output.PricingReport;
import io.raptorflow.guild.research.output.WarBrief;
import java.util.List;
import java.util.Map;

/// What the Research guild brings besides its agent files.
public final class ResearchGuild {
  private ResearchGuild() {}

  public static GuildKit kit() {
    return new GuildKit(
        Guild.RESEARCH,
        List.of(
            MarketReport.class,
            CompetitorReport.class,
            PersonaSet.class,
            PricingReport.class,
            WarBrief.class),
        List.of(),
        Map.of(),
        List.of(
            new MarketComposer(),
            new CompetitorComposer(),
            new PersonaComposer(),
            new PricingComposer(),
            new WarBriefComposer()));
  }
}
