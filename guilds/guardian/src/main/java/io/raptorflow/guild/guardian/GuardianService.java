package io.raptorflow.guild.guardian;

import io.raptorflow.agent.host.GuildService;

/// The guild as a process of its own; see [GuildService] for its environment.
public final class GuardianService {
  private GuardianService() {}

  public static void main(String[] arguments) throws InterruptedException {
    GuildService.run(GuardianGuild.kit());
  }
}
