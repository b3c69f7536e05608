package io.raptorflow.ingress.pack;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// What the Matrix agents computed: one entry for each answer, with what it rests on. A measured
/// increment stands before every model of credit.
final class NumbersSection {
  private static final int ROWS_MAX = 8;

  private final Story story;

  NumbersSection(Story story) {
    this.story = story;
  }

  Html write() {
    List<Html> parts = new ArrayList<>();
    part(parts, "test_verdicts", "Experiments", "", this::experiments);
    part(parts, "forecasts", "Forecast", "forecast", this::forecasts);
    part(parts, "pacing_report", "Pacing", "", this::pacing);
    part(parts, "funnel_report", "Funnel", "funnel", this::funnel);
    part(parts, "attribution_report", "Attribution", "attribution", this::attribution);
    part(parts, "mix_model", "Media mix", "", this::mix);
    part(parts, "bandit_split", "Next traffic split", "", this::bandit);
    part(parts, "cohort_table", "Cohorts", "cohorts", this::cohorts);
    part(parts, "rfm_segments", "Customer segments", "", this::segments);
    part(parts, "customer_value", "Customer value", "", this::value);
    part(parts, "survival_report", "How long customers stay", "", this::survival);
    part(parts, "sentiment_report", "Tone", "", this::tone);
    part(parts, "share_of_voice", "Share of voice", "", this::voice);
    part(parts, "topic_report", "Topics", "", this::topics);
    part(parts, "search_decay", "Search", "", this::search);
    part(parts, "lead_scores", "Leads", "", this::leads);
    part(parts, "creative_fatigue", "Ads seen too often", "", this::fatigue);
    return parts.isEmpty()
        ? Page.absent("No table was given from which more could be computed")
        : Html.join(parts);
  }

  private interface Teller {
    List<Html> tell(JsonNode result);
  }

  private void part(List<Html> parts, String document, String title, String chart, Teller teller) {
    JsonNode answer = story.json(document);
    if (answer.isMissingNode()) {
      return;
    }
    List<Html> lines = teller.tell(answer.path("result"));
    parts.add(
        Html.of(
            """
            <h3>{}</h3>
            {}{}{}
            <p class="quiet">{}. {}{}</p>
            {}
            """,
            title,
            answer.path("reading").isString() && answer.path("readingBy").isString()
                ? Html.of(
                    "<p>{} <span class=\"quiet\">Read by {}.</span></p>",
                    answer.path("reading").asString(),
                    answer.path("readingBy").asString())
                : Html.NOTHING,
            Html.unlessEmpty(lines, "<ul class=\"roomy\">{}</ul>", lines),
            chart.isEmpty() ? Html.NOTHING : story.charts().in(chart),
            Page.sentence(answer.path("method").asString("")).replaceAll("\\.$", ""),
            Page.sentence(answer.path("uncertainty").asString("")),
            refusals(answer),
            MoneySection.assumptions(answer.path("assumptionChecks"))));
  }

  private static String refusals(JsonNode answer) {
    List<String> reasons = Papers.texts(answer.path("refusals"));
    return reasons.isEmpty() ? "" : " Not answered: " + String.join("; ", reasons) + ".";
  }

  /// One line for each of the first members of a list.
  private static List<Html> lines(JsonNode list, Function<JsonNode, Html> line) {
    List<Html> lines = new ArrayList<>();
    for (JsonNode item : list) {
      if (lines.size() < ROWS_MAX) {
        lines.add(line.apply(item));
      }
    }
    return lines;
  }

  private List<Html> experiments(JsonNode result) {
    return lines(
        result.path("experiments"),
        e ->
            Html.of(
                "<li><b>{}</b> <span class=\"pill {}\">{}</span> {}{}</li>",
                Say.words(e.path("name").asString("")),
                e.path("call").asString("").equals("INVALID") ? "bad" : "plain",
                Say.lower(e.path("call").asString("")),
                Page.sentence(e.path("why").asString("")),
                e.path("incrementality").asString("").equals("MEASURED")
                    ? " Measured against a hold-out group: this goes before attribution and media mix."
                    : ""));
  }

  private List<Html> forecasts(JsonNode result) {
    List<Html> lines = new ArrayList<>();
    for (JsonNode s : result.path("series")) {
      String name = s.path("name").asString("");
      if (name.endsWith(".conversions") || name.indexOf('.') < 0) {
        lines.add(
            Html.of(
                "<li><b>{}</b>: {} over {} days, by {}.</li>",
                TimeCharts.name(name),
                Say.number(s.path("total"), 0),
                Say.number(result.path("horizon"), 0),
                s.path("model").asString("").replace("holt winters", "Holt-Winters")));
      }
    }
    return lines;
  }

  private List<Html> pacing(JsonNode result) {
    return List.of(
        Html.of(
            "<li>{} {} of {} spent on day {} of {}.</li>",
            Page.sentence(result.path("action").asString("")),
            Say.money(result.path("spent"), story.currency()),
            Say.money(result.path("budget"), story.currency()),
            Say.number(result.path("elapsed"), 0),
            Say.number(result.path("days"), 0)));
  }

  private List<Html> funnel(JsonNode result) {
    return List.of(
        Html.of(
            "<li>Most is lost at <b>{}</b>.{}</li>",
            Say.words(result.path("biggestLeak").asString("")),
            result.path("paradoxes").isEmpty()
                ? ""
                : " Segments contradict the whole: "
                    + String.join("; ", Papers.texts(result.path("paradoxes")))
                    + "."));
  }

  private List<Html> attribution(JsonNode result) {
    return lines(
        result.path("channels"),
        c ->
            Html.of(
                "<li><b>{}</b>: {} of {} conversions by the Markov chain; models differ by {}.</li>",
                Say.channel(c.path("channel").asString("")),
                Say.number(c.path("credit").path("markov"), 1),
                Say.number(result.path("conversions"), 0),
                Say.number(c.path("spread"), 1)));
  }

  private List<Html> mix(JsonNode result) {
    return lines(
        result.path("channels"),
        c ->
            Html.of(
                "<li><b>{}</b>: {} of sales, {} for each unit of spend ({}–{}).</li>",
                Say.channel(c.path("channel").asString("")),
                Say.percent(c.path("share")),
                Say.number(c.path("roas"), 2),
                Say.number(c.path("low"), 2),
                Say.number(c.path("high"), 2)));
  }

  private List<Html> bandit(JsonNode result) {
    return lines(
        result.path("experiments"),
        e ->
            Html.of(
                "<li><b>{}</b>: {} leads, {}.</li>",
                Say.words(e.path("name").asString("")),
                e.path("leader").asString(""),
                e.path("why").asString("")));
  }

  private List<Html> cohorts(JsonNode result) {
    JsonNode second = result.path("meanRetention").path(1);
    return second.isNumber()
        ? List.of(
            Html.of(
                "<li>{} of customers order again in the month after their first order.</li>",
                Say.percent(second)))
        : List.of();
  }

  private List<Html> segments(JsonNode result) {
    return lines(
        result.path("segments"),
        s ->
            Html.of(
                "<li><b>{}</b> ({}): {} customers, {} of revenue.</li>",
                Say.words(s.path("name").asString("")),
                s.path("rule").asString(""),
                Say.number(s.path("customers"), 0),
                Say.percent(s.path("revenueShare"))));
  }

  private List<Html> value(JsonNode result) {
    return List.of(
        Html.of(
            "<li>{} customers are expected to buy {} times in {} weeks, worth {} today.</li>",
            Say.number(result.path("customers"), 0),
            Say.number(result.path("expectedPurchases"), 0),
            Say.number(result.path("horizonWeeks"), 0),
            Plot.number(result.path("value").doubleValue())
                + " "
                + result.path("currency").asString("")));
  }

  private List<Html> survival(JsonNode result) {
    return lines(
        result.path("groups"),
        g ->
            Html.of(
                "<li><b>{}</b>: {} customers, half are gone after {}.</li>",
                g.path("group").asString(""),
                Say.number(g.path("n"), 0),
                g.path("median").isNumber()
                    ? Math.round(
                            g.path("median").doubleValue() * result.path("unitDays").doubleValue())
                        + " days"
                    : "more days than the data span"));
  }

  private List<Html> tone(JsonNode result) {
    return lines(
        result.path("sources"),
        s ->
            Html.of(
                "<li><b>{}</b>: {} of {} texts are negative ({}–{}).</li>",
                s.path("source").asString(""),
                Say.percent(s.path("negative")),
                Say.number(s.path("texts"), 0),
                Say.percent(s.path("negativeLow")),
                Say.percent(s.path("negativeHigh"))));
  }

  private List<Html> voice(JsonNode result) {
    return lines(
        result.path("brands"),
        b ->
            Html.of(
                "<li><b>{}</b>: {} % of mentions ({}–{}).</li>",
                b.path("brand").asString(""),
                Say.number(b.path("share"), 1),
                Say.number(b.path("low"), 1),
                Say.number(b.path("high"), 1)));
  }

  private List<Html> topics(JsonNode result) {
    return lines(
        result.path("rising"),
        t ->
            Html.of(
                "<li><b>{}</b>: {} times now, {} before.</li>",
                t.path("term").asString(""),
                Say.number(t.path("count"), 0),
                Say.number(t.path("background"), 0)));
  }

  private List<Html> search(JsonNode result) {
    return lines(
        result.path("decays"),
        p ->
            Html.of(
                "<li><b>{}</b>: clicks {} ({} to {}), likely by {}.</li>",
                p.path("page").asString(""),
                Say.percent(p.path("change")),
                Say.number(p.path("clicksBefore"), 0),
                Say.number(p.path("clicksNow"), 0),
                Say.lower(p.path("cause").asString(""))));
  }

  private List<Html> leads(JsonNode result) {
    return lines(
        result.path("drivers"),
        d ->
            Html.of(
                "<li><b>{}</b>: odds times {} ({}–{}).</li>",
                d.path("driver").asString(""),
                Say.number(d.path("oddsRatio"), 2),
                Say.number(d.path("low"), 2),
                Say.number(d.path("high"), 2)));
  }

  private List<Html> fatigue(JsonNode result) {
    return lines(
        result.path("ads"),
        a ->
            Html.of(
                "<li><b>{}</b> is {}{}.</li>",
                a.path("ad").asString(""),
                Say.lower(a.path("status").asString("")),
                a.path("swapBy").isString()
                    ? "; change it by " + Say.day(a.path("swapBy").asString())
                    : ""));
  }
}
