package io.raptorflow.guild.muse;

import io.raptorflow.agent.host.GuildService;

/// The guild as a process of its own; see [GuildService] for its environment.
public final class MuseService {
  private MuseService() {}

  public static void main(String[] arguments) throws InterruptedException {
    GuildService.run(MuseGuild.kit());
  }
}
