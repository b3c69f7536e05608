package io.raptorflow.guild.muse.output;

import io.raptorflow.agent.AgentFile;
import io.raptorflow.agent.Deliverable;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.campaign.Asset;
import io.raptorflow.campaign.BrandBrief;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// One responsive search ad with its extensions.
///
/// @param adGroup name of the ad group
/// @param keyword main keyword
/// @param path1 first part of the shown path; empty when there is none
/// @param path2 second part; empty when there is none
/// @param finalUrl page behind the ad; empty when the brief names none
/// @param gaps what could not be written, and why
public record SearchAd(
    String adGroup,
    String keyword,
    List<Text> headlines,
    List<Text> descriptions,
    String path1,
    String path2,
    String finalUrl,
    List<Sitelink> sitelinks,
    List<String> callouts,
    List<String> gaps)
    implements Deliverable {
  public static final int HEADLINES = 15;
  public static final int HEADLINES_MIN = 3;
  public static final int HEADLINE_MAX = 30;
  public static final int DESCRIPTIONS = 4;
  public static final int DESCRIPTIONS_MIN = 2;
  public static final int DESCRIPTION_MAX = 90;
  public static final int PATH_MAX = 15;
  public static final int SITELINK_MAX = 25;
  public static final int SITELINK_LINE_MAX = 35;
  public static final int CALLOUT_MAX = 25;

  public SearchAd {
    headlines = List.copyOf(headlines);
    descriptions = List.copyOf(descriptions);
    sitelinks = List.copyOf(sitelinks);
    callouts = List.copyOf(callouts);
    gaps = List.copyOf(gaps);
  }

  /// @param angle what it bets on
  /// @param claimIds ids of the proofs that it rests on
  public record Text(String text, String angle, List<String> claimIds) {
    public Text {
      claimIds = List.copyOf(claimIds);
    }
  }

  /// @param text link text, at most 25
  /// @param line1 first line under it, at most 35
  /// @param line2 second line, at most 35
  public record Sitelink(String text, String line1, String line2, String url) {}

  @Override
  public List<String> problems(TaskInputs inputs) {
    CopyCheck check = new CopyCheck(inputs);
    texts("headlines", headlines, HEADLINE_MAX, check);
    texts("descriptions", descriptions, DESCRIPTION_MAX, check);
    count("headlines", headlines.size(), HEADLINES_MIN, HEADLINES, check);
    count("descriptions", descriptions.size(), DESCRIPTIONS_MIN, DESCRIPTIONS, check);
    if (gaps.stream().noneMatch(gap -> gap.contains("headlines"))) {
      check.keyword(
          "headlines",
          headlines.stream().map(Text::text).toList(),
          keyword,
          HeadlineBank.KEYWORD_MIN);
    }
    Stream.of(path1, path2)
        .filter(path -> !path.isEmpty())
        .forEach(
            path -> {
              check.text("path", path.replace('-', ' '), PATH_MAX);
              check.require(
                  path.matches("[\\p{L}\\p{N}-]+"), "path '" + path + "' must be one word");
            });
    check.require(path2.isEmpty() || !path1.isEmpty(), "path2 stands only behind path1");
    address("finalUrl", finalUrl, inputs, check);
    for (int i = 0; i < sitelinks.size(); i++) {
      Sitelink link = sitelinks.get(i);
      check.text("sitelinks[" + i + "].text", link.text(), SITELINK_MAX);
      check.text("sitelinks[" + i + "].line1", link.line1(), SITELINK_LINE_MAX);
      check.text("sitelinks[" + i + "].line2", link.line2(), SITELINK_LINE_MAX);
      address("sitelinks[" + i + "].url", link.url(), inputs, check);
    }
    for (int i = 0; i < callouts.size(); i++) {
      check.text("callouts[" + i + "]", callouts.get(i), CALLOUT_MAX);
    }
    check.distinct("callouts", callouts);
    check.distinct("sitelinks", sitelinks.stream().map(Sitelink::text).toList());
    return check.problems();
  }

  private void texts(String field, List<Text> texts, int limit, CopyCheck check) {
    for (int i = 0; i < texts.size(); i++) {
      String at = field + "[" + i + "]";
      check.text(at, texts.get(i).text(), limit);
      check.claims(at, texts.get(i).text(), texts.get(i).claimIds());
    }
    check.distinct(field, texts.stream().map(Text::text).toList());
  }

  private void count(String field, int size, int least, int wanted, CopyCheck check) {
    boolean named = gaps.stream().anyMatch(gap -> gap.contains(field));
    check.require(
        size == wanted || (named && size >= least && size <= wanted),
        "%s: %d written, %d are needed; fewer (at least %d) only with a gap that names %s"
            .formatted(field, size, wanted, least, field));
  }

  private static void address(String field, String url, TaskInputs inputs, CopyCheck check) {
    BrandBrief brief = inputs.brief();
    String site = brief == null ? "" : brief.brand().url();
    check.require(
        site.isEmpty() ? url.isEmpty() || url.startsWith("https://") : sameSite(url, site),
        "%s '%s' must be a page of '%s'".formatted(field, url, site));
  }

  private static boolean sameSite(String url, String site) {
    return url.equals(site)
        || url.startsWith(site.replaceFirst("/+$", "") + "/")
        || url.startsWith(site + "#");
  }

  @Override
  public List<Asset> assets(AgentFile agent, TaskInputs inputs, String label) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("ad_group", adGroup);
    fields.put("headlines", headlines.stream().map(Text::text).toList());
    fields.put("descriptions", descriptions.stream().map(Text::text).toList());
    if (!path1.isEmpty()) {
      fields.put("path1", path1);
    }
    if (!path2.isEmpty()) {
      fields.put("path2", path2);
    }
    if (!finalUrl.isEmpty()) {
      fields.put("final_url", finalUrl);
    }
    fields.put("sitelinks", sitelinks);
    fields.put("callouts", callouts);
    List<Text> all = Stream.concat(headlines.stream(), descriptions.stream()).toList();
    String angles = String.join(", ", all.stream().map(Text::angle).distinct().sorted().toList());
    List<String> claims = all.stream().flatMap(text -> text.claimIds().stream()).toList();
    return new Layout("google_rsa", List.of("google_search", "pmax"), "conversion")
        .assets(agent, inputs, label, new Layout.Piece("", "4C", angles, fields, claims));
  }
}
