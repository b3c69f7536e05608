package io.raptorflow.guild.guardian.computed;

import com.google.i18n.phonenumbers.PhoneNumberMatch;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds personal data in a text: pattern, then check digit, then the words around. Thread-safe.
public final class PiiScanner {
  private static final double SCORE_MIN = 0.5;
  private static final double CONTEXT_SCORE = 0.4;
  private static final int CONTEXT_WORDS = 5;

  /// Most candidates of one text that turn out to be no phone numbers.
  static final long PHONE_TRIES = 2_000;

  private static final Pattern TAG = Pattern.compile("<[A-Z_]{2,12}_\\d{1,6}>");

  /// One find.
  ///
  /// @param kind for example `EMAIL`
  /// @param score 0.5 to 1
  public record Hit(String kind, int start, int end, double score) {}

  /// A text without its personal data.
  ///
  /// @param vault what each tag stands for; it is personal data and stays with its owner
  public record Masked(String text, Map<String, String> vault) {
    public Masked {
      vault = Map.copyOf(vault);
    }

    /// The text as it was.
    public String restored() {
      return TAG.matcher(text)
          .replaceAll(
              tag -> Matcher.quoteReplacement(vault.getOrDefault(tag.group(), tag.group())));
    }
  }

  /// Finds that do not overlap, in the order of the text; of two that overlap the surer stays.
  ///
  /// @param country two letters; it says how a phone number without a prefix is read
  public List<Hit> scan(String text, String country) {
    List<Hit> hits = new ArrayList<>();
    for (PiiKind kind : PiiKind.values()) {
      Matcher matcher = kind.pattern().matcher(text);
      while (matcher.find()) {
        if (kind.checks(matcher.group())) {
          consider(hits, kind, text, matcher.start(), matcher.end());
        }
      }
    }
    Iterable<PhoneNumberMatch> phones =
        PhoneNumberUtil.getInstance()
            .findNumbers(text, country, PhoneNumberUtil.Leniency.VALID, PHONE_TRIES);
    for (PhoneNumberMatch phone : phones) {
      consider(hits, PiiKind.PHONE, text, phone.start(), phone.end());
    }
    hits.sort(
        Comparator.comparingDouble((Hit hit) -> -hit.score())
            .thenComparingInt(hit -> hit.start() - hit.end())
            .thenComparing(Hit::kind));
    List<Hit> kept = new ArrayList<>();
    for (Hit hit : hits) {
      if (kept.stream().noneMatch(k -> k.start() < hit.end() && hit.start() < k.end())) {
        kept.add(hit);
      }
    }
    kept.sort(Comparator.comparingInt(Hit::start));
    return kept;
  }

  private static void consider(List<Hit> hits, PiiKind kind, String text, int start, int end) {
    double score = kind.score();
    if (kind.context().matcher(around(text, start, end)).find()) {
      score = Math.min(1, score + CONTEXT_SCORE);
    }
    if (score >= SCORE_MIN) {
      hits.add(new Hit(kind.name(), start, end, score));
    }
  }

  /// Five words before and five after, without the match.
  private static String around(String text, int start, int end) {
    String[] before = text.substring(Math.max(0, start - 120), start).split("\\s+", -1);
    String[] after = text.substring(end, Math.min(text.length(), end + 120)).split("\\s+", -1);
    StringBuilder words = new StringBuilder();
    for (int i = Math.max(0, before.length - CONTEXT_WORDS - 1); i < before.length; i++) {
      words.append(before[i]).append(' ');
    }
    for (int i = 0; i < Math.min(after.length, CONTEXT_WORDS + 1); i++) {
      words.append(' ').append(after[i]);
    }
    return words.toString();
  }

  /// Puts a tag in the place of each find; the same value has the same tag.
  public Masked mask(String text, String country) {
    Map<String, String> tags = new LinkedHashMap<>();
    Map<String, Integer> counts = new LinkedHashMap<>();
    StringBuilder masked = new StringBuilder();
    int at = 0;
    for (Hit hit : scan(text, country)) {
      String value = text.substring(hit.start(), hit.end());
      String tag =
          tags.computeIfAbsent(
              hit.kind() + " " + value,
              key -> "<" + hit.kind() + "_" + counts.merge(hit.kind(), 1, Integer::sum) + ">");
      masked.append(text, at, hit.start()).append(tag);
      at = hit.end();
    }
    masked.append(text, at, text.length());
    Map<String, String> vault = new LinkedHashMap<>();
    tags.forEach((key, tag) -> vault.put(tag, key.substring(key.indexOf(' ') + 1)));
    return new Masked(masked.toString(), vault);
  }
}
