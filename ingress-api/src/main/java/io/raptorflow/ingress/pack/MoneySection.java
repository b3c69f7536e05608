package io.raptorflow.ingress.pack;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.DecimalNode;

/// Where the money goes, on what ground, and whether it can reach the target.
final class MoneySection {
  private final Story story;

  MoneySection(Story story) {
    this.story = story;
  }

  Html write() {
    JsonNode budget = story.json("budget");
    if (budget.isMissingNode()) {
      return Page.absent("The money has not been split");
    }
    JsonNode split = story.json("budget_split");
    JsonNode result = split.path("result");
    return Html.of(
        """
        <p class="lead">{}</p>
        {}
        {}
        {}
        <p class="quiet">{}</p>
        {}
        """,
        verdict(result),
        figures(budget, result.path("feasibility")),
        lines(budget, result.path("channels")),
        story.charts().in("budget-response"),
        "%s Basis: %s. %s"
            .formatted(
                Page.sentence(result.path("feasibility").path("verdict").asString("")),
                budget.path("basis").asString("not named"),
                split.path("uncertainty").asString("")),
        checks(split));
  }

  private String verdict(JsonNode result) {
    JsonNode feasibility = result.path("feasibility");
    if (!feasibility.path("moneyPerTarget").isNumber()) {
      return "There is no verdict on whether the money reaches the target.";
    }
    String sum =
        "%s for %s %s is %s each, of which at most %s may be paid."
            .formatted(
                Say.money(result.path("available"), story.currency()),
                Say.number(feasibility.path("target"), 1),
                Say.lower(story.brief().path("objective").path("kpi").asString("results")),
                Say.money(feasibility.path("moneyPerTarget"), story.currency()),
                Say.money(feasibility.path("allowedCpa"), story.currency()));
    return feasibility.path("expected").isObject()
        ? "%s Paid channels with history are expected to bring %s."
            .formatted(sum, expected(feasibility.path("expected")))
        : sum + " No channel has history, so nothing shows that the money reaches it.";
  }

  private Html figures(JsonNode budget, JsonNode feasibility) {
    return Html.of(
        """
        <dl class="figures"><div><dt>Total</dt><dd>{}</dd></div><div><dt>For tests</dt><dd>{}</dd></div>\
        <div><dt>Money for each result</dt><dd>{}</dd></div><div><dt>Allowed for each result</dt><dd>{}</dd></div></dl>
        """,
        Say.money(budget.path("total"), story.currency()),
        Say.money(budget.path("testReserve"), story.currency()),
        Say.money(feasibility.path("moneyPerTarget"), story.currency()),
        Say.money(feasibility.path("allowedCpa"), story.currency()));
  }

  private Html lines(JsonNode budget, JsonNode channels) {
    BigDecimal most = BigDecimal.ONE;
    for (JsonNode amount : budget.path("channels")) {
      most = most.max(amount.decimalValue());
    }
    List<Html> rows = new ArrayList<>();
    List<Html> reasons = new ArrayList<>();
    List<String> seen = new ArrayList<>();
    for (JsonNode line : channels) {
      String channel = line.path("channel").asString("");
      seen.add(channel);
      JsonNode amount = budget.path("channels").path(channel);
      rows.add(row(channel, amount.isNumber() ? amount : line.path("amount"), line, most));
      reasons.add(
          Html.of(
              "<li><b>{}.</b> {} <span class=\"quiet\">{}</span></li>",
              Say.channel(channel),
              Page.sentence(line.path("reason").asString("")),
              Page.sentence(line.path("stopRule").asString(""))));
    }
    for (var entry : budget.path("channels").properties()) {
      if (!seen.contains(entry.getKey())) {
        rows.add(row(entry.getKey(), entry.getValue(), entry.getValue(), most));
      }
    }
    return Html.of(
        """
        <div class="scroll" tabindex="0" role="region" aria-label="Budget by channel"><table class="money">
        <thead><tr><th scope="col">Channel</th><th scope="col" class="num">Budget</th>\
        <th scope="col"><span class="off">Share</span></th><th scope="col" class="num">Expected</th>\
        <th scope="col" class="num">Cost each</th><th scope="col">Basis</th><th scope="col">Confidence</th></tr></thead>
        <tbody>{}</tbody></table></div>
        {}
        """,
        rows,
        Html.unlessEmpty(
            reasons,
            "<details><summary>Reason and stop rule of each channel</summary><ul"
                + " class=\"roomy\">{}</ul></details>",
            reasons));
  }

  private Html row(String channel, JsonNode amount, JsonNode line, BigDecimal most) {
    return Html.of(
        """
        <tr><th scope="row">{}</th><td class="num">{}</td><td>{}</td><td class="num">{}</td>\
        <td class="num">{}</td><td>{}</td><td>{}</td></tr>
        """,
        Say.channel(channel),
        Say.money(amount, story.currency()),
        bar(amount, most),
        expected(line.path("expected")),
        Say.money(
            line.path("cpa").isNumber() ? cents(line.path("cpa")) : line.path("cpa"),
            story.currency()),
        basis(line.path("basis").asString("")),
        confidence(line.path("confidence").asString("")));
  }

  private static JsonNode cents(JsonNode value) {
    return DecimalNode.valueOf(value.decimalValue().setScale(2, RoundingMode.HALF_EVEN));
  }

  private static Html bar(JsonNode amount, BigDecimal most) {
    if (!amount.isNumber() || amount.decimalValue().signum() < 0) {
      return Html.NOTHING;
    }
    String width =
        amount
            .decimalValue()
            .multiply(BigDecimal.valueOf(120))
            .divide(most, 1, RoundingMode.HALF_EVEN)
            .toPlainString();
    return Html.of(
        "<svg class=\"bar\" viewBox=\"0 0 120 10\" width=\"120\" height=\"10\""
            + " aria-hidden=\"true\"><rect class=\"rail\" width=\"120\" height=\"10\" rx=\"2\"/><rect"
            + " class=\"fill\" width=\"{}\" height=\"10\" rx=\"2\"/></svg>",
        width);
  }

  private static String expected(JsonNode expected) {
    return expected.isObject()
        ? "%s (%s–%s)"
            .formatted(
                Say.number(expected.path("mean"), 0),
                Say.number(expected.path("low"), 0),
                Say.number(expected.path("high"), 0))
        : "–";
  }

  private static String basis(String basis) {
    return switch (basis) {
      case "RESPONSE_CURVE" -> "Own history, response curve";
      case "CAPACITY" -> "Owned channel, what it can carry";
      case "UNPROVEN" -> "No history: to be learned";
      case "" -> "–";
      default -> Say.words(Say.lower(basis));
    };
  }

  private static Html confidence(String confidence) {
    return confidence.isEmpty()
        ? Html.text("–")
        : Html.of(
            "<span class=\"pill {}\">{}</span>",
            switch (confidence) {
              case "HIGH" -> "good";
              case "LOW" -> "warn";
              default -> "plain";
            },
            Say.lower(confidence));
  }

  private static Html checks(JsonNode split) {
    return assumptions(split.path("assumptionChecks"));
  }

  static Html assumptions(JsonNode checks) {
    List<Html> rows = new ArrayList<>();
    for (JsonNode check : checks) {
      String verdict = check.path("verdict").asString("");
      rows.add(
          Html.of(
              "<li><span class=\"pill {}\">{}</span> {} <span class=\"quiet\">{}</span></li>",
              verdict.equals("HOLDS") ? "good" : verdict.equals("UNTESTED") ? "plain" : "warn",
              Say.lower(verdict),
              check.path("assumption").asString(""),
              check.path("detail").asString("")));
    }
    return Html.unlessEmpty(
        rows,
        "<details><summary>Assumptions behind these numbers</summary><ul class=\"roomy"
            + " bare\">{}</ul></details>",
        rows);
  }
}
