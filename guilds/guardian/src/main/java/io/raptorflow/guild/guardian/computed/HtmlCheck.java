package io.raptorflow.guild.guardian.computed;

import io.raptorflow.guild.guardian.computed.RuleEngine.Site;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/// What stands in HTML: images, headings, links, forms, tables.
final class HtmlCheck {
  private static final int ALT_MAX = 150;
  private static final Pattern FILE_NAME =
      Pattern.compile("(?i)\\S+\\.(?:jpe?g|png|gif|webp|svg|avif|bmp)|(?:img|dsc|image)[_-]?\\d+");
  private static final Pattern IMAGE_OF =
      Pattern.compile(
          "(?i)^(?:an? )?(?:image|picture|photo|graphic|bild|foto|icon) (?:of|von)\\b.*");
  private static final Set<String> EMPTY_LINK_TEXT =
      Set.of(
          "here",
          "click here",
          "click",
          "this",
          "link",
          "more",
          "read more",
          "learn more",
          "hier",
          "hier klicken",
          "mehr",
          "ici",
          "cliquez ici",
          "aquí",
          "qui");
  private static final int SIDE_MIN_PX = 24;

  private HtmlCheck() {}

  static boolean isHtml(TextField field) {
    String path = field.path();
    return path.equals("html") || path.endsWith(".html") || path.endsWith("_html");
  }

  private interface Look {
    void at(Document page, TextField field, String raw);
  }

  private static void each(Site site, Look look) {
    for (TextField field : site.view().texts()) {
      String raw = isHtml(field) ? site.view().text(field.path()) : "";
      if (!raw.isEmpty()) {
        look.at(Jsoup.parse(raw), field, raw);
      }
    }
  }

  /// G5-04, an image without `alt`.
  static void missingAlt(Site site) {
    each(
        site,
        (page, field, raw) -> {
          for (Element image : page.select("img:not([alt]), input[type=image]:not([alt])")) {
            site.add(site.field(field.path()), image.outerHtml());
          }
        });
  }

  /// G5-04, an `alt` that says nothing; also of a field `alt`.
  static void poorAlt(Site site) {
    each(
        site,
        (page, field, raw) ->
            page.select("img[alt]").forEach(i -> alt(site, field.path(), i.attr("alt"))));
    for (String name : Set.of("alt", "alt_text")) {
      String text = site.view().text(name);
      if (!text.isEmpty()) {
        alt(site, name, text);
      }
    }
  }

  private static void alt(Site site, String field, String alt) {
    String text = alt.strip();
    if (FILE_NAME.matcher(text).matches()) {
      site.add(site.field(field), text, "the alternative text is a file name");
    } else if (IMAGE_OF.matcher(text).matches()) {
      site.add(site.field(field), text, "the alternative text begins with 'image of'");
    } else if (text.codePointCount(0, text.length()) > ALT_MAX) {
      site.add(
          site.field(field),
          text,
          "the alternative text is longer than " + ALT_MAX + " characters");
    }
  }

  /// G5-05, what keeps people out: no label, no title, no language.
  static void structure(Site site) {
    each(
        site,
        (page, field, raw) -> {
          boolean whole = raw.toLowerCase(Locale.ROOT).contains("<html");
          if (whole && page.select("html[lang]").isEmpty()) {
            site.add(site.field(field.path()), "<html>", "the page names no language");
          }
          if (whole && page.title().isBlank()) {
            site.add(site.field(field.path()), "<title>", "the page has no title");
          }
          for (Element input :
              page.select(
                  "input:not([type=hidden]):not([type=submit]):not([type=button])"
                      + ":not([type=image]):not([type=reset]), select, textarea")) {
            if (!isLabelled(page, input)) {
              site.add(site.field(field.path()), input.outerHtml(), "a form field has no label");
            }
          }
        });
  }

  private static boolean isLabelled(Document page, Element input) {
    String id = input.id();
    return input.hasAttr("aria-label")
        || input.hasAttr("aria-labelledby")
        || input.hasAttr("title")
        || input.closest("label") != null
        || (!id.isEmpty()
            && page.select("label").stream().anyMatch(label -> label.attr("for").equals(id)));
  }

  /// G5-05, what makes a page hard to follow.
  static void outline(Site site) {
    each(
        site,
        (page, field, raw) -> {
          if (page.select("h1").size() > 1) {
            site.add(
                site.field(field.path()), page.select("h1").size() + " h1", "more than one h1");
          }
          int last = 0;
          for (Element heading : page.select("h1, h2, h3, h4, h5, h6")) {
            int level = heading.tagName().charAt(1) - '0';
            if (last > 0 && level > last + 1) {
              site.add(
                  site.field(field.path()),
                  "h" + level + " after h" + last,
                  "a heading level is left out");
            }
            last = level;
          }
          for (Element link : page.select("a[href]")) {
            String text = link.text().strip().toLowerCase(Locale.ROOT).replaceAll("[.!>→»]+$", "");
            if (EMPTY_LINK_TEXT.contains(text.strip()) && !link.hasAttr("aria-label")) {
              site.add(
                  site.field(field.path()), link.outerHtml(), "a link says only '" + text + "'");
            }
          }
          for (Element table : page.select("table:not([role=presentation]):not([role=none])")) {
            if (table.select("th").isEmpty() && table.select("tr").size() > 1) {
              site.add(site.field(field.path()), "<table>", "a table of data has no headers");
            }
          }
        });
  }

  /// G5-07: targets that are given a size.
  static void targets(Site site) {
    each(
        site,
        (page, field, raw) -> {
          for (Element target :
              page.select("button, a[href], input[type=checkbox], [role=button]")) {
            String style = target.attr("style").replaceAll("\\s", "");
            double width = pixels(style, "width", target.attr("width"));
            double height = pixels(style, "height", target.attr("height"));
            if (width < SIDE_MIN_PX || height < SIDE_MIN_PX) {
              site.add(site.field(field.path()), target.outerHtml());
            }
          }
        });
  }

  private static double pixels(String style, String side, String attribute) {
    var given = Pattern.compile("(?:^|;)" + side + ":(\\d{1,4}(?:\\.\\d+)?)px").matcher(style);
    if (given.find()) {
      return Double.parseDouble(given.group(1));
    }
    return attribute.matches("\\d{1,4}") ? Double.parseDouble(attribute) : Double.MAX_VALUE;
  }
}
