package io.raptorflow.guild.guardian;

import io.raptorflow.agent.GuildKit;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.Guild;
import io.raptorflow.guild.guardian.computed.AdPlatformGuardian;
import io.raptorflow.guild.guardian.computed.ClaimsGuardian;
import io.raptorflow.guild.guardian.computed.PiiGuardian;
import io.raptorflow.guild.guardian.output.Review;
import java.util.List;
import java.util.Map;

/// What the Guardian guild brings: rule packs and the checks that apply them.
public final class GuardianGuild {
  private GuardianGuild() {}

  public static GuildKit kit() {
    return new GuildKit(
        Guild.GUARDIAN,
        List.of(Review.class),
        List.of(),
        Map.of(
            new AgentId("GRD-001"), new AdPlatformGuardian(),
            new AgentId("GRD-002"), new ClaimsGuardian(),
            new AgentId("GRD-008"), new PiiGuardian()),
        List.of());
  }
}
