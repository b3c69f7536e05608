package io.raptorflow.standalone;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.raptorflow.agent.AgentCatalog;
import io.raptorflow.agent.AgentRunner;
import io.raptorflow.agent.CallBook;
import io.raptorflow.agent.Composer;
import io.raptorflow.agent.GuildKit;
import io.raptorflow.agent.ModelGateway;
import io.raptorflow.agent.langchain.ModelRoutes;
import io.raptorflow.agent.langchain.ModelSettings;
import io.raptorflow.agent.offline.OfflineModel;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.JournalEntry;
import io.raptorflow.bus.LedgerEntry;
import io.raptorflow.guild.guardian.GuardianGuild;
import io.raptorflow.guild.guardian.rules.PackShelf;
import io.raptorflow.guild.matrix.MatrixGuild;
import io.raptorflow.guild.muse.MuseGuild;
import io.raptorflow.guild.research.ResearchGuild;
import io.raptorflow.lords.council.CouncilKit;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// All agents of all guilds, with the runner that runs them.
public record Agents(AgentCatalog catalog, AgentRunner runner) {

  /// @param folders further folders with agent files
  /// @param models which language models answer; none means the offline composer
  /// @param meters gets the state of the models' limits
  static Agents load(
      Collection<Path> folders,
      ModelSettings models,
      CallBook book,
      InstantSource clock,
      MeterRegistry meters) {
    List<GuildKit> kits =
        List.of(
            CouncilKit.kit(),
            MatrixGuild.kit(),
            MuseGuild.kit(),
            ResearchGuild.kit(),
            GuardianGuild.kit());
    List<Composer> composers = new ArrayList<>();
    kits.forEach(kit -> composers.addAll(kit.composers()));
    ModelGateway gateway =
        new ModelGateway(
            ModelRoutes.of(models, new OfflineModel(composers), clock, meters), book, clock);
    return new Agents(AgentCatalog.load(kits, folders), new AgentRunner(gateway));
  }

  /// Everybody on duty.
  Set<AgentId> ids() {
    return catalog.agents().stream()
        .map(agent -> agent.file().facts().id())
        .collect(Collectors.toUnmodifiableSet());
  }

  /// The same without a bus: nothing is journaled.
  ///
  /// @param environment where language models are configured, see [ModelSettings#from]
  public static Agents inProcess(
      Collection<Path> folders, Map<String, String> environment, InstantSource clock) {
    return load(
        folders,
        ModelSettings.from(environment),
        new UnwrittenBook(),
        clock,
        new SimpleMeterRegistry());
  }

  /// The Guardians alone, with their rule packs, without a bus.
  ///
  /// @param packs what they apply
  public static Agents guardians(
      PackShelf packs, Map<String, String> environment, InstantSource clock) {
    GuildKit kit = GuardianGuild.kit(packs);
    ModelGateway gateway =
        new ModelGateway(
            ModelRoutes.of(
                ModelSettings.from(environment),
                new OfflineModel(kit.composers()),
                clock,
                new SimpleMeterRegistry()),
            new UnwrittenBook(),
            clock);
    return new Agents(AgentCatalog.load(List.of(kit), List.of()), new AgentRunner(gateway));
  }

  /// A book for runs that nobody will repeat.
  private static final class UnwrittenBook implements CallBook {
    @Override
    public Optional<JournalEntry> find(String call) {
      return Optional.empty();
    }

    @Override
    public void record(JournalEntry answer, LedgerEntry cost) {}

    @Override
    public void replayed(LedgerEntry cost) {}
  }
}
