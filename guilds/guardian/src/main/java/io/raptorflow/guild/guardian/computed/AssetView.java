package io.raptorflow.guild.guardian.computed;

import io.raptorflow.campaign.Asset;
import io.raptorflow.campaign.BrandBrief;
import io.raptorflow.guild.guardian.computed.TextField.Use;
import io.raptorflow.guild.guardian.rules.AdLimits;
import io.raptorflow.guild.guardian.rules.Condition;
import io.raptorflow.guild.guardian.rules.Markets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// An asset as rules look at it. Lives for one review, on one thread.
final class AssetView implements Condition.Subject {
  /// Not read by the public: a prompt, a consent record or an audience claims nothing.
  static final Set<String> NOT_PUBLIC =
      Set.of(
          "prompt",
          "report",
          "log",
          "email_consent",
          "sms_consent",
          "consent",
          "audience",
          "tracking",
          "brand_kit",
          "sender",
          "deliverability",
          "publish_pack");

  private final Asset asset;
  private final @Nullable BrandBrief brief;
  private final List<TextField> texts;
  private final @Nullable String platform;

  AssetView(Asset asset, @Nullable BrandBrief brief, AdLimits limits) {
    this.asset = asset;
    this.brief = brief;
    this.texts = TextField.of(asset);
    this.platform = limits.format(asset.type()).map(AdLimits.Format::platform).orElse(null);
  }

  Asset asset() {
    return asset;
  }

  @Nullable BrandBrief brief() {
    return brief;
  }

  /// Platform of its format; null when it is none that has limits.
  @Nullable String platform() {
    return platform;
  }

  boolean isPublic() {
    return !NOT_PUBLIC.contains(asset.type());
  }

  List<TextField> texts() {
    return texts;
  }

  /// What people read.
  List<TextField> copy() {
    return texts.stream().filter(text -> text.use() == Use.COPY).toList();
  }

  /// The texts of some fields; no names mean all that people read.
  List<TextField> texts(List<String> names) {
    if (names.isEmpty()) {
      return copy();
    }
    if (names.contains("**")) {
      return texts;
    }
    return texts.stream()
        .filter(text -> names.contains(text.name()) || names.contains(text.path()))
        .toList();
  }

  /// Whether the brief uses these words of its own brand or product: then they are its subject.
  boolean isOwnSubject(String words) {
    if (brief == null) {
      return false;
    }
    String own =
        String.join(
            "\n",
            brief.brand().name(),
            brief.brand().category(),
            brief.product().name(),
            brief.product().type(),
            String.join("\n", brief.product().features()));
    String pains =
        String.join(
            "\n", brief.audience().segments().stream().flatMap(s -> s.pains().stream()).toList());
    return Pattern.compile("(?iu)(?<!\\p{L})" + Pattern.quote(words) + "(?!\\p{L})")
        .matcher(own + "\n" + pains)
        .find();
  }

  /// Language of the copy, `en` when the asset names none.
  String language() {
    String language = Locale.forLanguageTag(asset.locale()).getLanguage();
    return language.isEmpty() ? "en" : language;
  }

  /// A text field by its name, as it stands; empty when there is none.
  String text(String name) {
    List<String> values = values(name);
    return values.isEmpty() ? "" : values.getFirst();
  }

  @Override
  public List<String> values(String path) {
    List<String> values = new ArrayList<>();
    for (String one : path.split("\\|", -1)) {
      switch (one) {
        case "*" -> copy().forEach(text -> values.add(text.text().folded()));
        case "**" -> texts.forEach(text -> values.add(text.text().folded()));
        case "type" -> values.add(asset.type());
        case "locale" -> values.add(asset.locale());
        case "brief.list_source" -> {
          if (brief != null) {
            add(values, brief.compliance().listSource());
          }
        }
        case "channel" -> add(values, asset.channel());
        case "audience" -> {
          add(values, asset.audience());
          collect(asset.fields(), one, values);
        }
        default -> collect(asset.fields(), one, values);
      }
    }
    return values;
  }

  private static void add(List<String> values, String value) {
    if (!value.isBlank()) {
      values.add(value);
    }
  }

  private static void collect(Map<String, JsonNode> fields, String path, List<String> into) {
    int dot = path.indexOf('.');
    String name = dot < 0 ? path : path.substring(0, dot);
    for (Map.Entry<String, JsonNode> field : fields.entrySet()) {
      if (field.getKey().equalsIgnoreCase(name)) {
        collect(field.getValue(), dot < 0 ? "" : path.substring(dot + 1), into);
      }
    }
  }

  private static void collect(JsonNode node, String path, List<String> into) {
    if (node.isArray()) {
      // Headers may stand as a list of name and value.
      for (JsonNode item : node) {
        if (!path.isEmpty() && item.path("name").asString("").equalsIgnoreCase(path)) {
          add(into, item.path("value").asString(""));
        } else {
          collect(item, path, into);
        }
      }
    } else if (path.isEmpty()) {
      if (node.isObject()) {
        node.properties().forEach(child -> collect(child.getValue(), "", into));
      } else if (!node.isNull()) {
        add(into, node.asString(""));
      }
    } else if (node.isObject()) {
      int dot = path.indexOf('.');
      String name = dot < 0 ? path : path.substring(0, dot);
      for (Map.Entry<String, JsonNode> child : node.properties()) {
        if (child.getKey().equalsIgnoreCase(name)) {
          collect(child.getValue(), dot < 0 ? "" : path.substring(dot + 1), into);
        }
      }
    }
  }

  /// Region of the receiver, where the asset names a country; otherwise those of the brief.
  @Override
  public Set<String> market() {
    Set<String> market = new TreeSet<>();
    for (String field :
        List.of("recipient_country", "recipients_country", "country", "countries", "market")) {
      values(field).forEach(country -> market.add(Markets.region(country)));
    }
    if (market.isEmpty()) {
      String country = Locale.forLanguageTag(asset.locale()).getCountry();
      if (!country.isEmpty()) {
        market.add(Markets.region(country));
      }
    }
    return market.isEmpty() ? Markets.of(brief) : market;
  }
}
