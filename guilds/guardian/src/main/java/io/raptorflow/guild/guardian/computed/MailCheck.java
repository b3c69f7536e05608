package io.raptorflow.guild.guardian.computed;

import io.raptorflow.campaign.BrandBrief;
import io.raptorflow.guild.guardian.computed.RuleEngine.Site;
import io.raptorflow.guild.guardian.text.FoldedText;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/// What a mail says of its sender, and how its HTML is made.
final class MailCheck {
  private static final String BODY = "text|html|body|footer|legal_footer";
  private static final Pattern ADDRESS = Pattern.compile("[^\\s<>@,;]+@([A-Za-z0-9.-]+)");
  private static final Pattern REPLY = Pattern.compile("(?iu)^\\s*(?:re|fwd?|aw|wg|tr|rv)\\s*:");

  /// How streets are written; a street, a postal box or the brief's own footer is an address.
  static final Pattern STREET =
      Pattern.compile(
          "(?iu)\\bP\\.? ?O\\.? ?Box \\d+|\\bPostfach \\d+|\\bboîte postale \\d+"
              + "|\\b\\d{1,6}[a-z]?,? (?:[\\p{L}\\d.'-]{1,30} ){0,4}?(?:street|st|avenue|ave|road|rd|boulevard|blvd|lane|ln|drive|dr|way|court|ct|suite|yard|square|sq|place|plaza|quay|parkway|pkwy|highway|hwy|terrace|close|row|wharf|mews|crescent|gardens|park|hill|walk)\\b\\.?"
              + "|(?<!\\p{L})\\p{L}{1,40}?(?:straße|strasse|str\\.|weg|platz|allee|gasse|laan|straat|plein) ?\\d{1,5}"
              + "|\\b\\d{1,5}(?: ?bis| ?ter)?,? (?:rue|avenue|boulevard|place|chemin|quai|route|allée|impasse) "
              + "|\\b(?:calle|via|viale|piazza|corso|avenida|av\\.|rua|plaza|ul\\.|ulica) [\\p{L} .'-]{2,40},? ?\\d{1,5}");

  private static final int BYTES_MAX = 102 * 1024;
  private static final int WORDS_PER_IMAGE = 60;
  private static final Set<String> SHORTENERS =
      Set.of(
          "bit.ly",
          "tinyurl.com",
          "t.co",
          "goo.gl",
          "ow.ly",
          "is.gd",
          "buff.ly",
          "rebrand.ly",
          "cutt.ly",
          "rb.gy",
          "shorturl.at",
          "t.ly",
          "tiny.cc",
          "bl.ink",
          "lnkd.in",
          "v.gd");

  private MailCheck() {}

  /// G4-01.
  static void postalAddress(Site site) {
    BrandBrief brief = site.view().brief();
    String footer = brief == null ? "" : loose(brief.compliance().legalFooter());
    for (String text : site.view().values(BODY)) {
      String shown = Jsoup.parse(text.replace("\n", " ")).text();
      if ((!footer.isEmpty() && loose(shown).contains(footer)) || STREET.matcher(shown).find()) {
        return;
      }
    }
    site.add(site.field("text"), "missing");
  }

  private static String loose(String text) {
    return FoldedText.of(text)
        .folded()
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\d]+", " ")
        .strip();
  }

  /// G4-03, the address of the sender.
  static void sender(Site site) {
    BrandBrief brief = site.view().brief();
    String own = brief == null ? "" : host(brief.brand().url());
    String from = domain(site.view().values("headers.From|from|from_email|from_address"));
    String reply = domain(site.view().values("headers.Reply-To|reply_to"));
    if (!own.isEmpty() && !from.isEmpty() && !isWithin(from, own)) {
      site.add(site.field("headers.From"), from + " is not " + own);
    }
    String expected = own.isEmpty() ? from : own;
    if (!expected.isEmpty() && !reply.isEmpty() && !isWithin(reply, expected)) {
      site.add(site.field("headers.Reply-To"), reply + " is not " + expected);
    }
  }

  /// G4-03, a subject that pretends to go on with a thread.
  static void falseReply(Site site) {
    String subject = site.view().text("subject");
    if (REPLY.matcher(subject).find()
        && site.view().values("headers.In-Reply-To|headers.References|thread_id").isEmpty()) {
      site.add(site.field("subject"), subject);
    }
  }

  private static String domain(List<String> values) {
    for (String value : values) {
      Matcher address = ADDRESS.matcher(value);
      if (address.find()) {
        return address.group(1).toLowerCase(Locale.ROOT);
      }
    }
    return "";
  }

  private static boolean isWithin(String domain, String owner) {
    return domain.equals(owner) || domain.endsWith("." + owner) || owner.endsWith("." + domain);
  }

  static String host(String address) {
    try {
      String host = URI.create(address.strip()).getHost();
      String name = host == null ? "" : host.toLowerCase(Locale.ROOT);
      return name.startsWith("www.") ? name.substring(4) : name;
    } catch (IllegalArgumentException malformed) {
      return "";
    }
  }

  /// G9-06.
  static void html(Site site) {
    String html = site.view().text("html");
    for (String link : site.view().values("text|html|body")) {
      shortener(site, link);
    }
    if (html.isEmpty()) {
      return;
    }
    int bytes = html.getBytes(StandardCharsets.UTF_8).length;
    if (bytes >= BYTES_MAX) {
      site.add(site.field("html"), bytes + " bytes", "clients clip a mail of 102 KB and more");
    }
    if (site.view().values("text|body|plain_text").isEmpty()) {
      site.add(site.field("html"), "no text part", "the mail has no plain-text part");
    }
    Document page = Jsoup.parse(html);
    int images = page.select("img:not([width=1])").size();
    int words = page.text().isBlank() ? 0 : page.text().strip().split("\\s+").length;
    if (images > 1 && words < images * WORDS_PER_IMAGE || images == 1 && words < 5) {
      site.add(
          site.field("html"),
          images + " images, " + words + " words",
          "more than one image for " + WORDS_PER_IMAGE + " words");
    }
    for (Element bad : page.select("form, script, iframe, object, embed")) {
      site.add(
          site.field("html"), "<" + bad.tagName() + ">", "mail must not hold " + bad.tagName());
    }
    for (Element link : page.select("a[href]")) {
      Matcher shown =
          Pattern.compile("(?i)^(?:https?://)?(?:www\\.)?([a-z0-9-]+(?:\\.[a-z0-9-]+)+)(?:/\\S*)?$")
              .matcher(link.text().strip());
      String target = host(link.attr("href"));
      if (shown.matches()
          && !target.isEmpty()
          && !isWithin(target, shown.group(1).toLowerCase(Locale.ROOT))) {
        site.add(
            site.field("html"),
            link.text() + " leads to " + target,
            "a link shows one domain and leads to another");
      }
    }
  }

  private static void shortener(Site site, String text) {
    Matcher link = Pattern.compile("(?i)\\bhttps?://([a-z0-9.-]+)").matcher(text);
    while (link.find()) {
      String host = link.group(1).toLowerCase(Locale.ROOT);
      if (SHORTENERS.contains(host.startsWith("www.") ? host.substring(4) : host)) {
        site.add(site.field("text"), host, "a link shortener hides where the link leads");
        return;
      }
    }
  }
}
