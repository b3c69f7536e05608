package io.raptorflow.guild.research;

import io.raptorflow.agent.host.GuildService;

/// The guild as a process of its own; see [GuildService] for its environment.
public final class ResearchService {
  private ResearchService() {}

  public static void main(String[] arguments) throws InterruptedException {
    GuildService.run(ResearchGuild.kit());
  }
}
