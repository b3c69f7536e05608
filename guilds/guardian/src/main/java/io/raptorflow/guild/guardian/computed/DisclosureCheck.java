package io.raptorflow.guild.guardian.computed;

import io.raptorflow.guild.guardian.computed.RuleEngine.Site;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// G2-06: a paid or personal relation is labelled clearly, near the claim and before the fold.
final class DisclosureCheck {
  private static final int FOLD = 125;
  private static final double SECONDS_MAX = 3;
  private static final Pattern LABEL =
      Pattern.compile(
          "(?iu)(?<![\\p{L}\\d])#?(?:ad|advert|advertisement|advertising|sponsored|paid partnership|paidpartnership|paid ad"
              + "|anzeige|werbung|bezahlte partnerschaft|publicité|partenariat rémunéré|publicidad|colaboración pagada|pubblicità|reclame|advertentie)(?![\\p{L}\\d])");
  private static final Pattern REFUSED =
      Pattern.compile(
          "(?iu)(?<![\\p{L}\\d])#(?:sp|spon|collab|partner|ambassador|affiliate|gifted|client)(?![\\p{L}\\d])"
              + "|\\b(?:collab(?:oration)?|partnering|teamed up) with\\b|\\bthanks (?:to|so much to)\\b|\\bthank you to\\b");
  private static final Set<String> FREE =
      Set.of("none", "no", "false", "0", "independent", "unpaid");
  private static final String RELATION =
      "material_connection|relationship|paid|sponsored|gifted|affiliate|compensation|employee";

  private DisclosureCheck() {}

  static void check(Site site) {
    AssetView view = site.view();
    List<String> relations =
        view.values(RELATION).stream()
            .map(text -> text.strip().toLowerCase(Locale.ROOT))
            .filter(text -> !FREE.contains(text))
            .toList();
    List<TextField> copy = view.copy();
    boolean labelled =
        copy.stream().anyMatch(DisclosureCheck::isLabelled) || isLabelledElsewhere(view);
    if (!relations.isEmpty() && !labelled) {
      site.add(
          site.field(copy.isEmpty() ? "material_connection" : copy.getFirst().path()),
          String.join(", ", relations),
          "%s: no accepted label in the first %d characters"
              .formatted(site.rule().message(), FOLD));
      return;
    }
    if (!relations.isEmpty() || labelled || !isSocial(view)) {
      return;
    }
    // Nobody says what the relation is, but the words that are used in place of a label do.
    for (TextField field : copy) {
      Matcher vague = REFUSED.matcher(field.text().folded());
      if (vague.find() && vague.group().startsWith("#")) {
        site.add(
            ReviewSheet.Place.of(
                view.asset(), field, field.text().span(vague.start(), vague.end())),
            vague.group(),
            "'" + vague.group() + "' is no clear label");
        return;
      }
    }
  }

  private static boolean isLabelled(TextField field) {
    Matcher label = LABEL.matcher(field.text().folded());
    return label.find() && label.start() < FOLD;
  }

  /// The platform's own switch, or a label in the first seconds of a video.
  private static boolean isLabelledElsewhere(AssetView view) {
    for (String text : view.values("label_at_s|label_at_seconds|disclosure_at_s")) {
      try {
        return Double.parseDouble(text) <= SECONDS_MAX;
      } catch (NumberFormatException noNumber) {
        return false;
      }
    }
    return view.values("platform_disclosure|paid_partnership_label|branded_content_toggle").stream()
        .anyMatch(text -> text.equalsIgnoreCase("true") || LABEL.matcher(text).find());
  }

  private static boolean isSocial(AssetView view) {
    String platform = view.platform();
    String type = view.asset().type();
    return (platform != null && !platform.equals("google_ads") && !platform.equals("email"))
        || type.matches("(?:social|creator|influencer|ugc|video|story|reel|instagram|blog).*");
  }
}
