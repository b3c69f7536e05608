package io.raptorflow.guild.guardian.computed;

import io.raptorflow.campaign.Asset;
import io.raptorflow.campaign.Finding;
import io.raptorflow.campaign.Finding.Severity;
import io.raptorflow.guild.guardian.computed.ReviewSheet.Place;
import io.raptorflow.guild.guardian.rules.AdLimit;
import io.raptorflow.guild.guardian.rules.AdLimits;
import io.raptorflow.guild.guardian.rules.AdLimits.Format;
import io.raptorflow.guild.guardian.rules.Rule;
import io.raptorflow.guild.guardian.rules.RulePack;
import io.raptorflow.guild.guardian.text.CharacterCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Rule G1-01: lengths, counts and forbidden characters of a format, from the table of limits.
final class LimitCheck {
  private final RulePack pack;
  private final AdLimits limits;

  LimitCheck(RulePack pack, AdLimits limits) {
    this.pack = pack;
    this.limits = limits;
  }

  /// What was measured.
  private record Measured(String field, String actual, String allowed, String message) {}

  void check(ReviewSheet sheet, Asset asset, Format format) {
    for (AdLimit limit : limits.of(format)) {
      Map<String, String> texts = texts(asset, format, limit.field());
      count(sheet, asset, limit, texts.size());
      texts.forEach((path, text) -> lengths(sheet, asset, limit, path, text));
      Integer shortest = limit.oneAtMost();
      if (shortest != null
          && !texts.isEmpty()
          && texts.values().stream().allMatch(text -> limit.counting().of(text) > shortest)) {
        write(
            sheet,
            asset,
            limit,
            new Measured(
                limit.field(),
                "none",
                "one of at most " + shortest,
                "one " + limit.field() + " must be short"),
            limit.hard());
      }
    }
    if (asset.fields().containsKey("path2") && !asset.fields().containsKey("path1")) {
      Rule rule = pack.rule("G1-01");
      sheet.weigh(
          pack,
          rule,
          Place.of(asset, "path2"),
          "path2 without path1",
          "path2 is shown only behind path1",
          Severity.BLOCK);
    }
  }

  private void count(ReviewSheet sheet, Asset asset, AdLimit limit, int count) {
    if (limit.max() == null) {
      return;
    }
    boolean missing = count < limit.countMin() && limit.presence() == AdLimit.Presence.IN_COPY;
    if (missing || count > limit.countMax()) {
      write(
          sheet,
          asset,
          limit,
          new Measured(
              limit.field(),
              Integer.toString(count),
              limit.countMin() + " to " + limit.countMax(),
              "the number of texts in " + limit.field() + " is not accepted"),
          limit.hard());
    }
  }

  private void lengths(ReviewSheet sheet, Asset asset, AdLimit limit, String path, String text) {
    int length = limit.counting().of(text);
    if (isOver(length, limit.max())) {
      write(sheet, asset, limit, measured(path, length, limit.max(), "is too long"), limit.hard());
    } else if (isOver(length, limit.warnAbove())) {
      write(
          sheet,
          asset,
          limit,
          measured(path, length, limit.warnAbove(), "is longer than some editions accept"),
          Severity.WARN);
    } else if (isOver(length, limit.recommended())) {
      write(
          sheet,
          asset,
          limit,
          measured(path, length, limit.recommended(), "is not shown in full"),
          limit.soft());
    }
    Integer min = limit.min();
    if (min != null && length < min) {
      write(
          sheet,
          asset,
          limit,
          new Measured(path, Integer.toString(length), "at least " + min, path + " is too short"),
          limit.hard());
    }
    int emoji = (int) text.codePoints().filter(CharacterCount::isEmoji).count();
    if (isOver(emoji, limit.emojiMax())) {
      write(
          sheet,
          asset,
          limit,
          measured(path, emoji, limit.emojiMax(), "has too many emoji"),
          limit.hard());
    }
    for (String forbidden : limit.forbidden()) {
      boolean found = forbidden.equals("emoji") ? emoji > 0 : text.contains(forbidden);
      if (found) {
        write(
            sheet,
            asset,
            limit,
            new Measured(path, forbidden, "none", path + " must not hold " + forbidden),
            limit.hard());
      }
    }
  }

  private static boolean isOver(int value, @Nullable Integer limit) {
    return limit != null && value > limit;
  }

  private static Measured measured(
      String path, int actual, @Nullable Integer allowed, String what) {
    return new Measured(path, Integer.toString(actual), "at most " + allowed, path + " " + what);
  }

  private void write(
      ReviewSheet sheet, Asset asset, AdLimit limit, Measured measured, Severity severity) {
    String age =
        severity == Severity.BLOCK && sheet.isStale(pack)
            ? " (stale source: checked " + pack.checked() + ")"
            : limit.severity() == Severity.BLOCK && limit.hard() == Severity.WARN
                ? " (unconfirmed: the source is third-party or unread)"
                : "";
    sheet.write(
        new Finding(
            "G1-01",
            pack.name(),
            severity,
            asset.id(),
            measured.field(),
            -1,
            -1,
            measured.actual(),
            measured.allowed()
                + " ("
                + limit.counting().name().toLowerCase(java.util.Locale.ROOT)
                + ")",
            measured.message() + age,
            "keep " + limit.field() + " within the limits of " + limit.platform(),
            limit.source(),
            limit.stated()));
  }

  /// Texts of an asset that stand under one limit, by path.
  private static Map<String, String> texts(Asset asset, Format format, String field) {
    Map<String, String> texts = new TreeMap<>();
    format
        .fields()
        .forEach(
            (name, of) -> {
              JsonNode node = asset.fields().get(name);
              if (node == null || !of.equals(field)) {
                return;
              }
              if (node.isString()) {
                texts.put(name, node.asString());
              } else if (node.isArray()) {
                List<JsonNode> items = new ArrayList<>();
                node.forEach(items::add);
                for (int i = 0; i < items.size(); i++) {
                  texts.put(name + "[" + i + "]", items.get(i).asString(""));
                }
              }
            });
    return texts;
  }
}
