package io.raptorflow.guild.guardian.rules;

import io.raptorflow.campaign.BrandBrief;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The regions whose law a brief falls under: `EU`, `GB`, `US`, `CA` or another country.
public final class Markets {
  private static final Set<String> UNION =
      Set.of(
          "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE",
          "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK");

  private Markets() {}

  /// Regions of a brief: what its compliance section names, and what its markets belong to.
  public static Set<String> of(@Nullable BrandBrief brief) {
    Set<String> regions = new TreeSet<>();
    if (brief != null) {
      add(regions, brief.compliance().regions());
      add(regions, brief.brand().markets());
    }
    return regions;
  }

  private static void add(Set<String> regions, Collection<String> names) {
    for (String name : names) {
      String code = name.toUpperCase(Locale.ROOT);
      regions.add(UNION.contains(code) ? "EU" : code.equals("UK") ? "GB" : code);
    }
  }

  /// Which packs hold for a brief.
  public static List<RulePack> choose(List<RulePack> packs, @Nullable BrandBrief brief) {
    Set<String> regions = of(brief);
    Set<String> named = brief == null ? Set.of() : Set.copyOf(brief.compliance().packs());
    return packs.stream()
        .filter(
            pack ->
                pack.applies() == RulePack.Applies.ALWAYS
                    || pack.regions().stream().anyMatch(regions::contains)
                    || pack.names().stream().anyMatch(named::contains))
        .toList();
  }
}
