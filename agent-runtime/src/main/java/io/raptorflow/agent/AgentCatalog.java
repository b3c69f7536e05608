package io.raptorflow.agent;

import io.raptorflow.agent.Agent.ComputedAgent;
import io.raptorflow.agent.Agent.JudgedAgent;
import io.raptorflow.agent.Agent.ModelAgent;
import io.raptorflow.agent.AgentFile.Engine;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.Guild;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// All agents of a process, checked as a whole at start, then immutable.
///
/// Files come from the folder `agents/` of each guild on the class path, and from folders that an
/// operator names: a file dropped there is an agent, without code.
public final class AgentCatalog {
  private static final String FOLDER = "agents";

  private final Map<AgentId, Agent> agents;

  private AgentCatalog(Map<AgentId, Agent> agents) {
    this.agents = Collections.unmodifiableMap(new TreeMap<>(agents));
  }

  /// Loads the agents of the given guilds.
  ///
  /// @param folders further folders with agent files, any guild of `kits`
  /// @throws AgentFileException when a file breaks a rule or names what no guild brings
  public static AgentCatalog load(Collection<GuildKit> kits, Collection<Path> folders) {
    Map<Guild, GuildKit> byGuild = new HashMap<>();
    kits.forEach(kit -> byGuild.put(kit.guild(), kit));
    Map<AgentId, Agent> agents = new TreeMap<>();
    try {
      for (URL root : Collections.list(AgentCatalog.class.getClassLoader().getResources(FOLDER))) {
        withFolder(root.toURI(), folder -> readFolder(folder, byGuild, agents, Strangers.SKIP));
      }
      for (Path folder : folders) {
        readFolder(folder, byGuild, agents, Strangers.REFUSE);
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException("agent files cannot be read", unreadable);
    } catch (URISyntaxException impossible) {
      throw new AssertionError("class path URLs are URIs", impossible);
    }
    return new AgentCatalog(agents);
  }

  /// What to do with a file of a guild that this process does not host.
  private enum Strangers {
    SKIP,
    REFUSE
  }

  private interface FolderReader {
    void read(Path folder) throws IOException;
  }

  private static void withFolder(URI root, FolderReader reader) throws IOException {
    if (!"jar".equals(root.getScheme())) {
      reader.read(Path.of(root));
      return;
    }
    String[] parts = root.toString().split("!", 2);
    try (FileSystem jar = FileSystems.newFileSystem(URI.create(parts[0]), Map.of())) {
      reader.read(jar.getPath(parts[1]));
    }
  }

  private static void readFolder(
      Path folder, Map<Guild, GuildKit> kits, Map<AgentId, Agent> agents, Strangers strangers)
      throws IOException {
    Map<String, String> passages = new HashMap<>();
    Path shared = folder.resolve("_shared");
    if (Files.isDirectory(shared)) {
      for (Path passage : markdown(shared)) {
        passages.put(
            passage.getFileName().toString().replace(".md", ""), Files.readString(passage));
      }
    }
    for (Path path : markdown(folder)) {
      String origin = path.getFileName().toString();
      AgentFile file = AgentFile.parse(origin, Files.readString(path), passages);
      if (!origin.startsWith(file.facts().id().value() + "-")) {
        throw new AgentFileException(
            origin, "the file name must begin with the id " + file.facts().id());
      }
      GuildKit kit = kits.get(file.facts().id().guild());
      if (kit == null && strangers == Strangers.SKIP) {
        continue;
      }
      if (kit == null) {
        throw new AgentFileException(
            origin, "guild " + file.facts().id().guild().label() + " does not run in this process");
      }
      if (agents.put(file.facts().id(), resolve(origin, file, kit)) != null) {
        throw new AgentFileException(
            origin, "id " + file.facts().id() + " stands in another file too");
      }
    }
  }

  private static List<Path> markdown(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    }
  }

  private static Agent resolve(String origin, AgentFile file, GuildKit kit) {
    Class<? extends Record> output =
        kit.outputs().stream()
            .filter(type -> type.getSimpleName().equals(file.facts().output()))
            .findFirst()
            .orElseThrow(
                () ->
                    new AgentFileException(
                        origin,
                        "output: guild %s has no record named %s, known %s"
                            .formatted(
                                kit.guild().label(),
                                file.facts().output(),
                                kit.outputs().stream().map(Class::getSimpleName).toList())));
    if (file.facts().engine() == Engine.JAVA) {
      Computation computation = kit.computations().get(file.facts().id());
      if (computation == null) {
        throw new AgentFileException(
            origin,
            "engine: java, but guild " + kit.guild().label() + " has no computation for it");
      }
      return new ComputedAgent(file, output, computation);
    }
    if (file.facts().engine() == Engine.JUDGED) {
      if (!(kit.computations().get(file.facts().id()) instanceof JudgedComputation judged)) {
        throw new AgentFileException(
            origin,
            "engine: judged, but guild "
                + kit.guild().label()
                + " has no computation for it that a model may add to");
      }
      OutputSchema.of(judged.opinion());
      return new JudgedAgent(file, output, judged);
    }
    OutputSchema.of(output);
    List<Tool> known = kit.tools().stream().flatMap(target -> Tool.of(target).stream()).toList();
    List<Tool> tools =
        file.facts().tools().stream()
            .map(
                name ->
                    known.stream()
                        .filter(tool -> tool.name().equals(name))
                        .findFirst()
                        .orElseThrow(
                            () ->
                                new AgentFileException(
                                    origin,
                                    "tools: no tool named %s, known %s"
                                        .formatted(name, known.stream().map(Tool::name).toList()))))
            .toList();
    return new ModelAgent(file, output, tools);
  }

  /// The agents, by id.
  public Collection<Agent> agents() {
    return agents.values();
  }

  public Optional<Agent> find(AgentId id) {
    return Optional.ofNullable(agents.get(id));
  }

  /// Name of an engine or tier as people read it.
  static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
