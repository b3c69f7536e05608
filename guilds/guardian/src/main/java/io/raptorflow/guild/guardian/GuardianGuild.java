package io.raptorflow.guild.guardian;

import io.raptorflow.agent.GuildKit;
import io.raptorflow.bus.Guild;
import io.raptorflow.guild.guardian.computed.Guardians;
import io.raptorflow.guild.guardian.output.Review;
import io.raptorflow.guild.guardian.rules.PackShelf;
import java.util.List;

/// What the Guardian guild brings: rule packs and the checks that apply them.
public final class GuardianGuild {
  private GuardianGuild() {}

  public static GuildKit kit() {
    return kit(PackShelf.shipped());
  }

  /// The same with other packs.
  public static GuildKit kit(PackShelf shelf) {
    return new GuildKit(
        Guild.GUARDIAN,
        List.of(Review.class),
        List.of(),
        Guardians.of(shelf),
        List.of(Guardians.noJudge()));
  }
}
