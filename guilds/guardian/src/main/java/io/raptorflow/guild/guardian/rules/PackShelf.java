package io.raptorflow.guild.guardian.rules;

import io.raptorflow.bus.AgentId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The rule packs that Guardians apply, by id. Immutable.
public record PackShelf(Map<String, RulePack> packs) {
  public PackShelf {
    packs = Map.copyOf(packs);
  }

  /// The packs of this module, as `packs/index.json` names them.
  ///
  /// @throws IllegalStateException when a pack is missing or broken
  public static PackShelf shipped() {
    return Shipped.SHELF;
  }

  /// Read once: patterns of all packs take a while to compile.
  private static final class Shipped {
    private static final PackShelf SHELF = load();

    private static PackShelf load() {
      Map<String, RulePack> packs = new LinkedHashMap<>();
      for (String id : CheckReader.texts(RulePack.resource("index"))) {
        packs.put(id, RulePack.load(id));
      }
      return new PackShelf(packs);
    }
  }

  /// The shelf with more packs; one of the same id takes the place of the older.
  public PackShelf with(Collection<RulePack> more) {
    Map<String, RulePack> all = new LinkedHashMap<>(packs);
    more.forEach(pack -> all.put(pack.id(), pack));
    return new PackShelf(all);
  }

  /// A pack that a guardian cannot do without.
  ///
  /// @throws IllegalStateException when it is not on the shelf
  public RulePack get(String id) {
    RulePack pack = packs.get(id);
    if (pack == null) {
      throw new IllegalStateException("rule pack " + id + " is not on the shelf");
    }
    return pack;
  }

  /// Packs of a guardian, by id.
  public List<RulePack> of(AgentId agent) {
    List<RulePack> own = new ArrayList<>();
    packs.values().stream().filter(pack -> pack.agent().equals(agent)).forEach(own::add);
    own.sort(java.util.Comparator.comparing(RulePack::id));
    return List.copyOf(own);
  }
}
