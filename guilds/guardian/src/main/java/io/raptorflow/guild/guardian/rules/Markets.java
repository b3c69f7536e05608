package io.raptorflow.guild.guardian.rules;

import io.raptorflow.campaign.Asset;
import io.raptorflow.campaign.BrandBrief;
import io.raptorflow.guild.guardian.rules.RulePack.Applies;
import io.raptorflow.guild.guardian.rules.RulePack.Choice;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The regions whose law a brief falls under: `EU`, `GB`, `US`, `CA` or another country; and the
/// packs that it calls for.
public final class Markets {
  private static final Set<String> UNION =
      Set.of(
          "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE",
          "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "EEA", "NO", "IS",
          "LI");
  private static final Pattern AGE = Pattern.compile("\\d{1,3}");

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

  /// Regions of a review: those of the brief; without a brief those of the languages of its assets.
  public static Set<String> of(@Nullable BrandBrief brief, List<Asset> assets) {
    if (brief != null) {
      return of(brief);
    }
    Set<String> regions = new TreeSet<>();
    for (Asset asset : assets) {
      String country = Locale.forLanguageTag(asset.locale()).getCountry();
      if (!country.isEmpty()) {
        add(regions, List.of(country));
      }
    }
    return regions;
  }

  /// The region that a country's law belongs to.
  public static String region(String country) {
    String code = country.strip().toUpperCase(Locale.ROOT);
    return UNION.contains(code) ? "EU" : code.equals("UK") ? "GB" : code;
  }

  private static void add(Set<String> regions, Collection<String> names) {
    for (String name : names) {
      String region = region(name);
      regions.add(region);
      if (region.startsWith("US-")) {
        regions.add("US");
      }
    }
  }

  /// Which packs hold for a review.
  public static List<RulePack> choose(
      List<RulePack> packs, @Nullable BrandBrief brief, List<Asset> assets) {
    Set<String> regions = of(brief, assets);
    return packs.stream()
        .filter(
            pack -> pack.applies() == Applies.ALWAYS || fits(pack.choice(), brief, regions, assets))
        .toList();
  }

  private static boolean fits(
      Choice choice, @Nullable BrandBrief brief, Set<String> regions, List<Asset> assets) {
    if (brief != null && brief.compliance().packs().stream().anyMatch(choice.names()::contains)) {
      return true;
    }
    boolean limited = false;
    if (!choice.regions().isEmpty()) {
      limited = true;
      if (choice.regions().stream().noneMatch(regions::contains)) {
        return false;
      }
    }
    if (!choice.channels().isEmpty()) {
      limited = true;
      boolean allowed =
          brief != null && brief.channels().stream().anyMatch(choice.channels()::contains);
      boolean there =
          assets.stream()
              .anyMatch(
                  asset ->
                      choice.channels().contains(asset.channel())
                          || choice.channels().stream().anyMatch(asset.type()::startsWith));
      if (!allowed && !there) {
        return false;
      }
    }
    if (!choice.sectors().isEmpty()) {
      limited = true;
      if (!says(sector(brief), choice.sectors())) {
        return false;
      }
    }
    if (!choice.audiences().isEmpty() || choice.ageBelow() > 0) {
      limited = true;
      if (!isFor(brief, choice)) {
        return false;
      }
    }
    return limited;
  }

  private static String sector(@Nullable BrandBrief brief) {
    return brief == null
        ? ""
        : String.join(
            " ",
            brief.brand().category(),
            brief.brand().businessModel(),
            brief.product().name(),
            brief.product().type());
  }

  private static boolean isFor(@Nullable BrandBrief brief, Choice choice) {
    if (brief == null) {
      return false;
    }
    return brief.audience().segments().stream()
        .anyMatch(
            segment -> {
              Matcher age = AGE.matcher(segment.age());
              return says(segment.name(), choice.audiences())
                  || (age.find() && Integer.parseInt(age.group()) < choice.ageBelow());
            });
  }

  private static boolean says(String text, Set<String> words) {
    String lower = text.toLowerCase(Locale.ROOT);
    return words.stream()
        .anyMatch(
            word ->
                Pattern.compile("(?<!\\p{L})" + Pattern.quote(word) + "s?(?!\\p{L})")
                    .matcher(lower)
                    .find());
  }
}
