package io.raptorflow.guild.guardian.computed;

import io.raptorflow.agent.offline.text.Readability;
import io.raptorflow.campaign.BrandBrief;
import io.raptorflow.guild.guardian.computed.ReviewSheet.Place;
import io.raptorflow.guild.guardian.computed.RuleEngine.Site;
import io.raptorflow.guild.guardian.text.CharacterCount;
import io.raptorflow.guild.guardian.text.FoldedText.Span;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a text reads aloud and at what grade.
final class WritingCheck {
  private static final Pattern LONG_HASHTAG = Pattern.compile("(?<![\\p{L}\\d&/])#(\\p{L}{13,})");
  private static final int EMOJI_IN_A_ROW_MAX = 3;
  private static final int WORDS_MIN = 100;
  private static final int SENTENCE_WORDS_MAX = 20;
  private static final int CONSUMER_GRADE = 8;
  private static final double SYLLABLE_ERROR = 0.5;
  private static final Set<String> NOT_PROSE = Set.of("source", "legal", "legal_footer", "html");

  private WritingCheck() {}

  /// G5-08: what a screen reader spells out.
  static void aloud(Site site) {
    for (TextField field : site.view().copy()) {
      String text = field.text().original();
      Matcher tag = LONG_HASHTAG.matcher(text);
      while (tag.find()) {
        String word = tag.group(1);
        boolean oneCase =
            word.equals(word.toLowerCase(Locale.ROOT))
                || word.equals(word.toUpperCase(Locale.ROOT));
        boolean cased =
            Character.isUpperCase(word.codePointAt(0))
                || Character.isLowerCase(word.codePointAt(0));
        if (oneCase && cased) {
          add(site, field, tag.start(), tag.end(), "a long hashtag without CamelCase");
        }
      }
      emoji(site, field, text);
      decorated(site, field, text);
    }
  }

  private static void add(Site site, TextField field, int start, int end, String what) {
    Span span = new Span(start, end);
    site.add(Place.of(site.view().asset(), field, span), ReviewSheet.at(field, span), what);
  }

  private static void emoji(Site site, TextField field, String text) {
    int row = 0;
    int start = 0;
    for (int at = 0; at < text.length(); ) {
      int point = text.codePointAt(at);
      int next = at + Character.charCount(point);
      boolean joined = point == 0x200D || point == 0xFE0F || (point >= 0x1F3FB && point <= 0x1F3FF);
      if (CharacterCount.isEmoji(point) && !joined) {
        boolean afterJoiner = at > 0 && text.charAt(at - 1) == 0x200D;
        start = row == 0 ? at : start;
        row += afterJoiner ? 0 : 1;
        if (row == EMOJI_IN_A_ROW_MAX + 1 && !afterJoiner) {
          add(site, field, start, next, "more than " + EMOJI_IN_A_ROW_MAX + " emoji in a row");
        }
      } else if (!joined && !Character.isWhitespace(point)) {
        row = 0;
      }
      at = next;
    }
  }

  /// Letters of the mathematical alphabets and letters in circles or squares.
  private static void decorated(Site site, TextField field, String text) {
    for (int at = 0; at < text.length(); ) {
      int point = text.codePointAt(at);
      int end = at;
      while (end < text.length() && isDecorated(text.codePointAt(end))) {
        end += Character.charCount(text.codePointAt(end));
      }
      if (end > at) {
        add(site, field, at, end, "decorated letters, which are read out one by one or not at all");
        at = end;
      } else {
        at += Character.charCount(point);
      }
    }
  }

  private static boolean isDecorated(int point) {
    return (point >= 0x1D400 && point <= 0x1D7FF)
        || (point >= 0x24B6 && point <= 0x24E9)
        || (point >= 0x1F130 && point <= 0x1F169)
        || (point >= 0x1F170 && point <= 0x1F189 && !CharacterCount.isEmoji(point));
  }

  /// G5-09: grade of long texts, sentence length of short ones; English only.
  static void grade(Site site) {
    if (!site.view().language().equals("en") || !site.view().isPublic()) {
      return;
    }
    BrandBrief brief = site.view().brief();
    int most = brief == null ? CONSUMER_GRADE : brief.brand().voice().gradeMax();
    for (TextField field : site.view().copy()) {
      if (NOT_PROSE.contains(field.name())) {
        continue;
      }
      String prose = field.text().original();
      String footer = brief == null ? "" : brief.compliance().legalFooter();
      Readability read = Readability.of(footer.isEmpty() ? prose : prose.replace(footer, " "));
      if (read.words() >= WORDS_MIN) {
        if (read.grade() > most + SYLLABLE_ERROR) {
          site.add(
              site.field(field.path()),
              "grade %.1f".formatted(read.grade()),
              "the text reads at grade %.1f, at most %d".formatted(read.grade(), most));
        }
      } else if (read.longest() > SENTENCE_WORDS_MAX) {
        site.add(
            site.field(field.path()),
            read.longest() + " words",
            "a sentence has %d words, at most %d".formatted(read.longest(), SENTENCE_WORDS_MAX));
      }
    }
  }
}
