package io.raptorflow.ingress.pack;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// What the numbers of the past say: the report on two periods, and what stood out.
final class PastSection {
  private final Story story;

  PastSection(Story story) {
    this.story = story;
  }

  Html write() {
    JsonNode report = story.json("executive_report");
    JsonNode anomalies = story.json("kpi_anomalies");
    if (report.isMissingNode() && anomalies.isMissingNode()) {
      return Page.absent("No daily numbers were given, so nothing is said about the past");
    }
    return Html.of(
        "{}{}",
        report.isMissingNode() ? Page.absent("There is no report on the past") : report(report),
        anomalies.isMissingNode()
            ? Page.absent("Past numbers were not searched for anomalies")
            : anomalies(anomalies));
  }

  private Html report(JsonNode report) {
    JsonNode result = report.path("result");
    String currency = result.path("currency").asString(story.currency());
    List<Html> rows = new ArrayList<>();
    for (JsonNode after : result.path("after").path("channels")) {
      rows.add(row(after.path("channel").asString(""), before(result, after), after, currency));
    }
    rows.add(
        row(
            "all",
            result.path("before").path("total"),
            result.path("after").path("total"),
            currency));
    List<Html> effects = new ArrayList<>();
    result
        .path("effects")
        .properties()
        .forEach(
            e ->
                effects.add(
                    Html.of(
                        "<div><dt>{}</dt><dd>{}</dd></div>",
                        Say.words(e.getKey().replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT)),
                        Say.money(e.getValue(), currency))));
    return Html.of(
        """
        <p class="lead">Revenue moved by {} ({}) between {}–{} and {}–{}.</p>
        <dl class="figures">{}</dl>
        <div class="scroll" tabindex="0" role="region" aria-label="Two periods by channel"><table class="past">
        <thead><tr><th scope="col">Channel</th><th scope="col" class="num">Cost</th><th scope="col" class="num">Conversions</th>\
        <th scope="col" class="num">Revenue</th><th scope="col" class="num">Cost each</th><th scope="col" class="num">Return</th></tr></thead>
        <tbody>{}</tbody></table></div>
        <p class="quiet">Second period, in brackets the first. {}</p>
        {}
        """,
        Say.money(result.path("change"), currency),
        Say.percent(result.path("changeShare")),
        Say.shortDay(result.path("before").path("window").path("from").asString("")),
        Say.day(result.path("before").path("window").path("to").asString("")),
        Say.shortDay(result.path("after").path("window").path("from").asString("")),
        Say.day(result.path("after").path("window").path("to").asString("")),
        effects,
        rows,
        report.path("uncertainty").asString(""),
        MoneySection.assumptions(report.path("assumptionChecks")));
  }

  private static JsonNode before(JsonNode result, JsonNode after) {
    for (JsonNode before : result.path("before").path("channels")) {
      if (before.path("channel").equals(after.path("channel"))) {
        return before;
      }
    }
    return after.path("none");
  }

  private static Html row(String channel, JsonNode before, JsonNode after, String currency) {
    return Html.of(
        "<tr><th scope=\"row\">{}</th>{}{}{}{}{}</tr>",
        Say.channel(channel),
        cell(Say.money(after.path("cost"), currency), Say.money(before.path("cost"), currency)),
        cell(Say.number(after.path("conversions"), 0), Say.number(before.path("conversions"), 0)),
        cell(
            Say.money(after.path("revenue"), currency),
            Say.money(before.path("revenue"), currency)),
        cell(
            Say.money(after.path("costPerConversion"), currency),
            Say.money(before.path("costPerConversion"), currency)),
        cell(
            Say.number(after.path("returnOnSpend"), 1),
            Say.number(before.path("returnOnSpend"), 1)));
  }

  private static Html cell(String now, String then) {
    return Html.of("<td class=\"num\">{} <span class=\"quiet\">({})</span></td>", now, then);
  }

  private Html anomalies(JsonNode document) {
    JsonNode result = document.path("result");
    List<Html> rows = new ArrayList<>();
    for (JsonNode found : result.path("anomalies")) {
      rows.add(
          Html.of(
              "<li><b>{}</b> {} {} on {}: {} seen, {} expected.</li>",
              Say.channel(found.path("channel").asString("")),
              found.path("metric").asString(""),
              found.path("direction").asString("").equals("UP") ? "jumped" : "fell",
              Say.day(found.path("date").asString("")),
              Say.number(found.path("actual"), 2),
              Say.number(found.path("expected"), 2)));
    }
    for (JsonNode shift : result.path("shifts")) {
      rows.add(
          Html.of(
              "<li><b>{}</b> {} shifted {} from {} on, by {}; seen on {}.</li>",
              Say.channel(shift.path("channel").asString("")),
              shift.path("metric").asString(""),
              Say.lower(shift.path("direction").asString("")),
              Say.day(shift.path("began").asString("")),
              Say.percent(shift.path("change")),
              Say.day(shift.path("alarm").asString(""))));
    }
    return Html.of(
        "<h3>What stood out</h3>{}{}<p class=\"quiet\">{} series were checked. {}</p>{}",
        rows.isEmpty()
            ? Html.of("<p>Nothing stood out.</p>")
            : Html.of("<ul class=\"roomy\">{}</ul>", rows),
        story.charts().in("anomalies"),
        result.path("seriesChecked").size(),
        document.path("uncertainty").asString(""),
        MoneySection.assumptions(document.path("assumptionChecks")));
  }
}
