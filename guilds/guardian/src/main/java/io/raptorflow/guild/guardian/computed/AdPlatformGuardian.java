package io.raptorflow.guild.guardian.computed;

import com.google.i18n.phonenumbers.PhoneNumberMatch;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import io.raptorflow.agent.Computation;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.bus.AgentId;
import io.raptorflow.campaign.Asset;
import io.raptorflow.campaign.BrandBrief;
import io.raptorflow.guild.guardian.computed.ReviewSheet.Place;
import io.raptorflow.guild.guardian.rules.AdLimits;
import io.raptorflow.guild.guardian.rules.AdLimits.Format;
import io.raptorflow.guild.guardian.rules.Check;
import io.raptorflow.guild.guardian.rules.PackShelf;
import io.raptorflow.guild.guardian.rules.Rule;
import io.raptorflow.guild.guardian.rules.RulePack;
import io.raptorflow.guild.guardian.text.CharacterCount;
import io.raptorflow.guild.guardian.text.FoldedText.Span;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// GRD-001: what the ad platforms refuse, as far as code can measure it or a list can find it.
public final class AdPlatformGuardian implements Computation {
  private static final Set<String> ADS =
      Set.of("google_ads", "youtube_ads", "meta", "linkedin", "x", "tiktok", "pinterest", "reddit");
  private static final Pattern CAPITALS = Pattern.compile("\\b\\p{Lu}{4,}\\b");
  private static final Pattern WORD = Pattern.compile("\\p{L}{4,}");
  private static final int SHORT_FIELD_MAX = 125;
  private static final Set<String> SMALL_WORDS =
      Set.of("with", "your", "that", "this", "from", "when", "what", "have", "und", "oder", "pour");

  private final List<RulePack> packs;
  private final RulePack pack;
  private final AdLimits limits = AdLimits.load();
  private final LimitCheck limitCheck;
  private final RuleEngine engine = new RuleEngine(Map.of());

  public AdPlatformGuardian() {
    this(PackShelf.shipped());
  }

  public AdPlatformGuardian(PackShelf shelf) {
    this.packs = shelf.of(new AgentId("GRD-001"));
    this.pack = shelf.get("ad-platform");
    this.limitCheck = new LimitCheck(pack, limits);
  }

  @Override
  public Result compute(TaskInputs inputs) {
    return AssetsInput.review(
        inputs,
        assets -> {
          ReviewSheet sheet = new ReviewSheet(inputs, assets, packs);
          assets.forEach(asset -> asset(sheet, asset, inputs.brief()));
          return sheet.answer(assets.size());
        });
  }

  private void asset(ReviewSheet sheet, Asset asset, @Nullable BrandBrief brief) {
    engine.apply(
        sheet, new AssetView(asset, brief, limits), rule -> !(rule.check() instanceof Check.Coded));
    Optional<Format> format = limits.format(asset.type());
    if (format.isEmpty()) {
      sheet.skip("G1-01: no limits are on file for the type " + asset.type());
      return;
    }
    limitCheck.check(sheet, asset, format.get());
    String platform = format.get().platform();
    if (!ADS.contains(platform)) {
      return;
    }
    List<TextField> fields = TextField.of(asset);
    for (TextField field : fields) {
      if (field.use() == TextField.Use.COPY) {
        symbols(sheet, asset, field, platform);
        capitals(sheet, asset, field, platform, brief);
        phones(sheet, asset, field, platform);
        repetition(sheet, asset, field, platform);
        competitors(sheet, asset, field, platform, brief);
      }
    }
    exclamations(sheet, asset, fields, platform);
    duplicates(sheet, asset, fields, platform);
    addresses(sheet, asset, platform);
  }

  private void exclamations(
      ReviewSheet sheet, Asset asset, List<TextField> fields, String platform) {
    Optional<Rule> headline = pack.rule("G1-02", "headline", platform);
    Optional<Rule> ad = pack.rule("G1-02", "ad", platform);
    if (headline.isEmpty() || ad.isEmpty()) {
      return;
    }
    int seen = 0;
    for (TextField field : fields) {
      String text = field.text().original();
      for (int at = text.indexOf('!'); at >= 0; at = text.indexOf('!', at + 1)) {
        seen++;
        Place place = Place.of(asset, field, new Span(at, at + 1));
        if (field.name().contains("headline")) {
          sheet.add(pack, headline.get(), place, text);
        } else if (seen > 1) {
          sheet.add(pack, ad.get(), place, text);
        }
      }
    }
  }

  private void symbols(ReviewSheet sheet, Asset asset, TextField field, String platform) {
    pack.rule("G1-04", "", platform)
        .ifPresent(
            rule -> {
              String text = field.text().original();
              for (int at = 0; at < text.length(); ) {
                int point = text.codePointAt(at);
                int end = at + Character.charCount(point);
                if (isUnsupported(point)) {
                  sheet.add(
                      pack,
                      rule,
                      Place.of(asset, field, new Span(at, end)),
                      text.substring(at, end));
                }
                at = end;
              }
            });
  }

  /// Arrows, bullets, boxes, dingbats, asterisks and emoji.
  private static boolean isUnsupported(int point) {
    return CharacterCount.isEmoji(point)
        || point == '*'
        || point == 0x2022
        || point == 0x25CF
        || (point >= 0x2190 && point <= 0x21FF)
        || (point >= 0x2500 && point <= 0x27BF);
  }

  private void capitals(
      ReviewSheet sheet,
      Asset asset,
      TextField field,
      String platform,
      @Nullable BrandBrief brief) {
    Optional<Rule> rule = pack.rule("G1-05", "", platform);
    if (rule.isEmpty()) {
      return;
    }
    String known =
        brief == null
            ? ""
            : String.join(
                " ",
                brief.brand().name(),
                brief.product().name(),
                brief.product().type(),
                String.join(" ", brief.product().features()),
                brief.product().proofs().toString());
    Matcher matcher = CAPITALS.matcher(field.text().original());
    while (matcher.find()) {
      if (!known.contains(matcher.group())) {
        sheet.add(
            pack,
            rule.get(),
            Place.of(asset, field, new Span(matcher.start(), matcher.end())),
            matcher.group());
      }
    }
  }

  private void phones(ReviewSheet sheet, Asset asset, TextField field, String platform) {
    pack.rule("G1-06", "", platform)
        .ifPresent(
            rule -> {
              Iterable<PhoneNumberMatch> numbers =
                  PhoneNumberUtil.getInstance()
                      .findNumbers(field.text().original(), country(asset.locale()));
              for (PhoneNumberMatch number : numbers) {
                sheet.add(
                    pack,
                    rule,
                    Place.of(asset, field, new Span(number.start(), number.end())),
                    "a phone number, " + number.rawString().length() + " characters");
              }
            });
  }

  /// Country of a locale, `US` when it names none.
  static String country(String locale) {
    String country = Locale.forLanguageTag(locale).getCountry();
    return country.isEmpty() ? "US" : country;
  }

  private void repetition(ReviewSheet sheet, Asset asset, TextField field, String platform) {
    Optional<Rule> rule = pack.rule("G1-08", "word", platform);
    String text = field.text().folded();
    if (rule.isEmpty() || text.length() > SHORT_FIELD_MAX) {
      return;
    }
    Map<String, Integer> seen = new HashMap<>();
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      String word = matcher.group().toLowerCase(Locale.ROOT);
      if (!SMALL_WORDS.contains(word) && seen.merge(word, 1, Integer::sum) == 3) {
        Span span = field.text().span(matcher.start(), matcher.end());
        sheet.add(pack, rule.get(), Place.of(asset, field, span), word);
      }
    }
  }

  private void duplicates(ReviewSheet sheet, Asset asset, List<TextField> fields, String platform) {
    Optional<Rule> rule = pack.rule("G1-08", "duplicate", platform);
    if (rule.isEmpty()) {
      return;
    }
    Set<List<String>> seen = new HashSet<>();
    for (TextField field : fields) {
      String folded = field.text().folded().strip().toLowerCase(Locale.ROOT);
      if (field.path().endsWith("]") && !seen.add(List.of(field.name(), folded))) {
        sheet.add(
            pack,
            rule.get(),
            Place.of(asset, field, new Span(0, field.text().original().length())),
            field.text().original());
      }
    }
  }

  private void addresses(ReviewSheet sheet, Asset asset, String platform) {
    Optional<Rule> rule = pack.rule("G1-09", "", platform);
    String shown = text(asset, "display_url");
    String landing = text(asset, "final_url");
    if (landing.isEmpty()) {
      landing = text(asset, "destination_url");
    }
    if (rule.isEmpty() || landing.isEmpty()) {
      return;
    }
    if (!landing.startsWith("http://") && !landing.startsWith("https://")) {
      sheet.add(pack, rule.get(), Place.of(asset, "final_url"), landing);
    } else if (!shown.isEmpty() && !host(shown).equals(host(landing))) {
      sheet.add(
          pack,
          rule.get(),
          Place.of(asset, "display_url"),
          host(shown) + " against " + host(landing));
    }
  }

  private static String text(Asset asset, String field) {
    JsonNode node = asset.fields().get(field);
    return node == null ? "" : node.asString("").strip();
  }

  private static String host(String address) {
    String full = address.contains("://") ? address : "https://" + address;
    try {
      String host = URI.create(full).getHost();
      String name = host == null ? full : host.toLowerCase(Locale.ROOT);
      return name.startsWith("www.") ? name.substring(4) : name;
    } catch (IllegalArgumentException malformed) {
      return full;
    }
  }

  private void competitors(
      ReviewSheet sheet,
      Asset asset,
      TextField field,
      String platform,
      @Nullable BrandBrief brief) {
    Optional<Rule> rule = pack.rule("G1-15", "", platform);
    if (rule.isEmpty() || brief == null) {
      return;
    }
    for (Span span : RivalCheck.in(field, brief)) {
      sheet.add(pack, rule.get(), Place.of(asset, field, span), ReviewSheet.at(field, span));
    }
  }
}
