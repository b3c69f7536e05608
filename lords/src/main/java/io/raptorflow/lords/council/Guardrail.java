package io.raptorflow.lords.council;

import io.raptorflow.agent.offline.text.PriceText;
import io.raptorflow.campaign.BrandBrief;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Set;

/// A limit of the brief, such as `cpa_max`, in words.
///
/// @param limit as people write it, with its unit
record Guardrail(String label, Side side, String limit) {
  private static final Set<String> MONEY = Set.of("cpa", "cpl", "cac", "cpc", "cpm", "cost");

  private enum Side {
    ABOVE,
    BELOW
  }

  static Guardrail of(String name, BigDecimal limit, BrandBrief brief) {
    String key = name.toLowerCase(Locale.ROOT);
    Side side = key.endsWith("_min") ? Side.BELOW : Side.ABOVE;
    String base = key.replaceAll("_(min|max)$", "");
    return new Guardrail(label(base, brief), side, limit(base, limit, brief.budget().currency()));
  }

  private static String label(String base, BrandBrief brief) {
    return switch (base) {
      case "cpa" -> "the cost of each of its " + brief.objective().kpi().replace('_', ' ');
      case "roas" -> "its return on spend";
      case "cpl" -> "its cost of a lead";
      case "cac" -> "its cost of a customer";
      default -> "its " + base.replace('_', ' ').replaceAll("\\bsql\\b", "SQL");
    };
  }

  private static String limit(String base, BigDecimal limit, String currency) {
    if (MONEY.contains(base.split("_")[0])) {
      return PriceText.amount(limit, currency);
    }
    boolean share = base.contains("rate") || base.contains("share");
    return share && limit.compareTo(BigDecimal.ONE) <= 0
        ? limit.movePointRight(2).stripTrailingZeros().toPlainString() + " %"
        : limit.toPlainString();
  }

  /// What a channel does that breaks it: `keeps its return on spend under 2.2`.
  String breach() {
    return "keeps %s %s %s".formatted(label, side == Side.BELOW ? "under" : "over", limit);
  }
}
