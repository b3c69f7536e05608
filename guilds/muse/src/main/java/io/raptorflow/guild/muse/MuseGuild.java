package io.raptorflow.guild.muse;

import io.raptorflow.agent.GuildKit;
import io.raptorflow.bus.Guild;
import io.raptorflow.guild.muse.output.BrandVoice;
import io.raptorflow.guild.muse.output.EmailCopy;
import io.raptorflow.guild.muse.output.HeadlineBank;
import io.raptorflow.guild.muse.output.SearchAd;
import java.util.List;
import java.util.Map;

/// What the Muse guild brings besides its agent files.
public final class MuseGuild {
  private MuseGuild() {}

  public static GuildKit kit() {
    return new GuildKit(
        Guild.MUSE,
        List.of(HeadlineBank.class, SearchAd.class, EmailCopy.class, BrandVoice.class),
        List.of(),
        Map.of(),
        List.of(
            new HeadlineBankComposer(),
            new SearchAdComposer(),
            new EmailComposer(),
            new BrandVoiceComposer()));
  }
}
