package io.raptorflow.ingress.pack;

import io.raptorflow.bus.AgentAnswer;
import io.raptorflow.bus.AgentAnswer.Authorship;
import io.raptorflow.ingress.pack.Shelf.State;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// The first screen: what is launched, for how much, what leaves, and who said so.
final class OpeningSection {
  private static final Pattern COLOUR = Pattern.compile("#[0-9A-Fa-f]{6}");

  private final Story story;

  OpeningSection(Story story) {
    this.story = story;
  }

  Html write() {
    JsonNode objective = story.brief().path("objective");
    JsonNode budget = story.json("budget");
    String total =
        Say.money(
            budget.has("total") ? budget.path("total") : story.brief().path("budget").path("total"),
            story.currency());
    return Html.of(
        """
        <header class="opening" id="top">
        {}
        <p class="eyebrow">Launch pack for {} {}</p>
        <h1>{}</h1>
        {}
        {}
        <dl class="tiles">
        {}{}{}{}{}
        </dl>
        </header>
        """,
        colours(),
        story.brand(),
        outcome(),
        story.product(),
        promise(),
        banners(),
        tile(
            "Goal",
            "%s %s"
                .formatted(
                    Say.number(objective.path("target"), 1),
                    Say.lower(objective.path("kpi").asString("(no KPI)"))),
            "%s to %s"
                .formatted(
                    Say.day(objective.path("window").path(0).asString("?")),
                    Say.day(objective.path("window").path(1).asString("?")))),
        tile(
            "Money",
            total,
            budget.has("testReserve")
                ? "%s of it kept for tests"
                    .formatted(Say.money(budget.path("testReserve"), story.currency()))
                : "not split yet"),
        released(),
        heldBack(),
        approved());
  }

  private Html colours() {
    JsonNode visual = story.brief().path("brand").path("visual");
    String primary = visual.path("primary").asString("");
    String accent = visual.path("accent").asString("");
    return COLOUR.matcher(primary).matches() && COLOUR.matcher(accent).matches()
        ? Html.of(
            "<div class=\"colours\" aria-hidden=\"true\"><i style=\"background:{}\"></i><i"
                + " style=\"background:{}\"></i></div>",
            primary,
            accent)
        : Html.NOTHING;
  }

  private Html outcome() {
    String outcome = story.dossier().outcome();
    return Html.of(
        "<span class=\"pill {}\">{}</span>", outcome.equals("complete") ? "good" : "warn", outcome);
  }

  private Html promise() {
    String promise = story.json("strategy").path("promise").asString("");
    return promise.isEmpty()
        ? Html.of(
            "<p class=\"promise quiet\">There is no strategy yet, so there is no promise.</p>")
        : Html.of("<p class=\"promise\">{}</p>", promise);
  }

  private Html banners() {
    List<Html> banners = new ArrayList<>();
    List<AgentAnswer> answers = story.dossier().answers();
    long offline = answers.stream().filter(a -> a.authorship() == Authorship.OFFLINE).count();
    boolean labelled =
        story.shelf().pieces().stream()
            .anyMatch(p -> p.asset().label().contains("without a language"));
    if (offline > 0 || labelled) {
      banners.add(
          Html.of(
              """
              <p class="banner warn" role="note"><strong>Composed offline, without a language \
              model.</strong> The words of this pack were put together by rules from the brief{}. \
              Read them as a draft to edit, not as finished copy.</p>
              """,
              offline > 0 ? " (%d of %d answers)".formatted(offline, answers.size()) : ""));
    }
    TreeSet<String> models = new TreeSet<>();
    answers.stream()
        .filter(a -> a.authorship() == Authorship.LLM)
        .forEach(a -> models.add(a.model()));
    if (!models.isEmpty()) {
      banners.add(
          Html.of(
              "<p class=\"banner\" role=\"note\">Words by the language model {}. A person"
                  + " approved what leaves; read it again before it runs.</p>",
              String.join(", ", models)));
    }
    if (story.brief().path("brand").path("fictitious").asBoolean(false)) {
      banners.add(
          Html.of(
              "<p class=\"banner\" role=\"note\">{} is an invented company: a sample, not an"
                  + " offer.</p>",
              story.brand()));
    }
    List<Shelf.Piece> refused = story.shelf().in(State.REFUSED);
    if (!refused.isEmpty()) {
      banners.add(
          Html.of(
              "<p class=\"banner bad\" role=\"alert\"><strong>{} refused.</strong> What was"
                  + " approved is not what is there. See <a href=\"#approvals\">approvals</a>.</p>",
              count(refused.size(), "asset")));
    }
    return Html.join(banners);
  }

  private Html released() {
    List<Shelf.Piece> released = story.shelf().in(State.RELEASED);
    return tile(
        "Released",
        count(released.size(), "asset"),
        released.isEmpty()
            ? "nothing may leave yet"
            : String.join(
                ", ", released.stream().map(p -> AssetSection.kind(p.asset().type())).toList()));
  }

  private Html heldBack() {
    int refused = story.shelf().in(State.REFUSED).size();
    int waiting = story.shelf().in(State.WAITING).size();
    int held = story.shelf().in(State.HELD_BACK).size();
    List<String> why = new ArrayList<>();
    if (held > 0) {
      why.add(held + " by Guardians");
    }
    if (refused > 0) {
      why.add(refused + " refused by hash");
    }
    if (waiting > 0) {
      why.add(waiting + " wait for gate G4");
    }
    int stopped = refused + waiting + held;
    return tile(
        "Held back",
        stopped == 0 ? "none" : count(stopped, "asset"),
        why.isEmpty() ? "see what was not checked" : String.join(", ", why));
  }

  private Html approved() {
    List<String> gates = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>();
    for (String gate : List.of("g1", "g4")) {
      JsonNode word = story.json("approval_" + gate);
      if (word.path("decision").asString("").equals("approved")) {
        names.add(word.path("by").asString("?"));
        gates.add(
            "%s %s"
                .formatted(
                    word.path("gate").asString(gate),
                    Say.time(word.path("at").asString("")).replaceAll(", .*", "")));
      }
    }
    return tile(
        "Approved by",
        names.isEmpty() ? "nobody yet" : String.join(", ", names),
        gates.isEmpty() ? "gates G1 and G4 are open" : String.join(", ", gates));
  }

  private static Html tile(String name, String value, String more) {
    return Html.of(
        "<div class=\"tile\"><dt>{}</dt><dd><b>{}</b><span>{}</span></dd></div>",
        name,
        value,
        more);
  }

  static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
