package io.raptorflow.guild.guardian.computed;

import io.raptorflow.campaign.BrandBrief;
import io.raptorflow.guild.guardian.computed.ReviewSheet.Place;
import io.raptorflow.guild.guardian.computed.RuleEngine.Site;
import io.raptorflow.guild.guardian.text.FoldedText.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names that do not belong into the brand's own copy.
final class RivalCheck {
  private RivalCheck() {}

  /// Competitors as people write them: `acme.example` is also `acme`.
  static Set<String> names(List<String> competitors) {
    List<String> names = new ArrayList<>();
    for (String competitor : competitors) {
      String name = competitor.toLowerCase(Locale.ROOT).replaceFirst("^https?://(www\\.)?", "");
      int dot = name.indexOf('.');
      names.add(dot > 2 ? name.substring(0, dot) : name);
    }
    return new TreeSet<>(names);
  }

  /// Places of the brief's competitors in a text.
  static List<Span> in(TextField field, BrandBrief brief) {
    return in(field, names(brief.competitors()));
  }

  private static List<Span> in(TextField field, Set<String> names) {
    List<Span> spans = new ArrayList<>();
    for (String name : names) {
      Matcher matcher =
          Pattern.compile("(?<![\\p{L}\\d_])" + Pattern.quote(name) + "(?![\\p{L}\\d_])")
              .matcher(field.text().folded().toLowerCase(Locale.ROOT));
      while (matcher.find()) {
        spans.add(field.text().span(matcher.start(), matcher.end()));
      }
    }
    return spans;
  }

  /// G6-05.
  static void competitors(Site site) {
    BrandBrief brief = site.view().brief();
    if (brief == null || !site.view().isPublic()) {
      return;
    }
    for (TextField field : site.view().copy()) {
      in(field, brief).forEach(span -> add(site, field, span));
    }
  }

  /// G6-06: a running crisis, named by the asset's `trends` or `crisis_topics`, in the copy.
  static void crisis(Site site) {
    Set<String> topics = new TreeSet<>();
    site.view()
        .values("crisis_topics|trends.crisis|crisis_topic")
        .forEach(topic -> topics.add(topic.toLowerCase(Locale.ROOT).strip()));
    topics.removeIf(topic -> topic.length() < 3);
    for (TextField field : site.view().copy()) {
      if (!field.name().startsWith("crisis")) {
        in(field, topics).forEach(span -> add(site, field, span));
      }
    }
  }

  private static void add(Site site, TextField field, Span span) {
    site.add(Place.of(site.view().asset(), field, span), ReviewSheet.at(field, span));
  }
}
