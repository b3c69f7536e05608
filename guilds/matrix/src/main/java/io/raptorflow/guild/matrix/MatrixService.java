package io.raptorflow.guild.matrix;

import io.raptorflow.agent.host.GuildService;

/// The guild as a process of its own; see [GuildService] for its environment.
public final class MatrixService {
  private MatrixService() {}

  public static void main(String[] arguments) throws InterruptedException {
    GuildService.run(MatrixGuild.kit());
  }
}
