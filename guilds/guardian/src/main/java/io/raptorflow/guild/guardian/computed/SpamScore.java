package io.raptorflow.guild.guardian.computed;

import io.raptorflow.campaign.Finding.Severity;
import io.raptorflow.guild.guardian.computed.RuleEngine.Site;
import io.raptorflow.guild.guardian.rules.SpamTests;
import io.raptorflow.guild.guardian.text.FoldedText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/// G9-05: the tests of SpamAssassin 4.0.1 that content alone decides, with its scores (set 1).
final class SpamScore {
  private static final BigDecimal WARN = BigDecimal.valueOf(2);
  private static final BigDecimal BLOCK = BigDecimal.valueOf(5);

  private final SpamTests tests = SpamTests.load();

  void check(Site site) {
    List<String> hits = new ArrayList<>();
    String subject = FoldedText.of(site.view().text("subject")).folded();
    StringBuilder body = new StringBuilder();
    site.view().values("text|body|plain_text").forEach(text -> body.append(text).append('\n'));
    String html = site.view().text("html");
    Document page = Jsoup.parse(html);
    String shown = FoldedText.of(body.isEmpty() ? page.text() : body.toString()).folded();
    BigDecimal sum = tests.content(subject, shown, hits);
    sum = sum.add(structure(site, subject, html, page, hits));
    if (sum.compareTo(WARN) >= 0) {
      site.sheet()
          .weigh(
              site.pack(),
              site.rule(),
              site.field("subject"),
              sum.toPlainString() + ": " + String.join(", ", hits),
              "%s: %s points".formatted(site.rule().message(), sum.toPlainString()),
              sum.compareTo(BLOCK) >= 0 ? Severity.BLOCK : Severity.WARN);
    }
  }

  private BigDecimal structure(
      Site site, String subject, String html, Document page, List<String> hits) {
    List<String> names = new ArrayList<>();
    if (subject.isBlank()) {
      names.add("MISSING_SUBJECT");
    } else if (isCapitals(subject)) {
      names.add("SUBJ_ALL_CAPS");
    }
    if (!html.isEmpty()) {
      if (site.view().values("text|body|plain_text").isEmpty()) {
        names.add("MIME_HTML_ONLY");
      }
      String title = page.title().strip();
      if (!title.isEmpty() && !subject.isBlank() && !sharesWord(title, subject)) {
        names.add("HTML_TITLE_SUBJ_DIFF");
      }
      int letters = page.text().length();
      if (!page.select("img").isEmpty()) {
        // 400 bytes a step; the names of the tests count hundreds.
        int step = letters / 400 + 1;
        if (step <= 7) {
          names.add("HTML_IMAGE_ONLY_%02d".formatted(step * 4));
        }
      }
    }
    List<String> sent = site.view().values("headers.Message-ID|headers.Date");
    if (sent.size() == 1) {
      names.add(site.view().values("headers.Date").isEmpty() ? "MISSING_DATE" : "MISSING_MID");
    }
    BigDecimal sum = BigDecimal.ZERO;
    for (String name : names) {
      sum = sum.add(tests.score(name));
      hits.add(name + " " + tests.score(name).toPlainString());
    }
    return sum;
  }

  private static boolean isCapitals(String subject) {
    return subject.length() >= 10
        && subject.strip().contains(" ")
        && subject.chars().filter(Character::isUpperCase).count() >= 6
        && subject.equals(subject.toUpperCase(Locale.ROOT));
  }

  private static boolean sharesWord(String title, String subject) {
    String lower = subject.toLowerCase(Locale.ROOT);
    for (String word : title.toLowerCase(Locale.ROOT).split("[^\\p{L}\\d]+")) {
      if (word.length() > 2 && lower.contains(word)) {
        return true;
      }
    }
    return false;
  }
}
