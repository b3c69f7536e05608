package io.raptorflow.ingress.pack;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The page that a marketing lead opens: one file, nothing loaded, nothing executed.
final class Page {

  /// @param id anchor
  /// @param name in the table of contents
  record Section(String id, String name, Html body) {}

  private Page() {}

  /// @param files the other files of the pack
  static String write(Story story, List<String> files) {
    PlanSections plan = new PlanSections(story);
    TrustSections trust = new TrustSections(story);
    RecordSections record = new RecordSections(story);
    List<Section> sections = new ArrayList<>();
    sections.add(new Section("next", "What to do next", next(story)));
    sections.add(new Section("strategy", "Strategy", plan.strategy()));
    sections.add(new Section("budget", "Budget", new MoneySection(story).write()));
    sections.add(new Section("assets", "Assets", new AssetSection(story).write()));
    sections.add(new Section("calendar", "Calendar", new CalendarSection(story).write()));
    sections.add(new Section("measurement", "Measurement", plan.measurement()));
    sections.add(new Section("brief", "War brief", plan.warBrief()));
    sections.add(new Section("past", "Past numbers", new PastSection(story).write()));
    sections.add(new Section("numbers", "What the data say", new NumbersSection(story).write()));
    sections.add(new Section("compliance", "Compliance", trust.compliance()));
    sections.add(new Section("approvals", "Approvals", trust.approvals()));
    sections.add(new Section("gaps", "Gaps", trust.gaps()));
    sections.add(new Section("decisions", "Decisions", record.decisions()));
    sections.add(new Section("costs", "Costs", record.costs()));
    sections.add(new Section("files", "Files", record.files(files)));
    return Html.of(
            """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src \
            'unsafe-inline'; form-action 'none'; base-uri 'none'">
            <meta name="color-scheme" content="light dark">
            <title>{}: launch pack</title>
            <style>{}{}</style>
            </head>
            <body>
            <a class="skip" href="#main">Skip to the content</a>
            {}
            <div class="columns">
            <nav aria-label="Sections"><ul>{}</ul></nav>
            <main id="main">
            {}
            </main>
            </div>
            <footer>Run <code>{}</code> in workspace {}, started {}{}. Every file of this pack \
            stands in <a href="manifest.json">manifest.json</a> with its hash.</footer>
            </body>
            </html>
            """,
            story.product(),
            new Html(Style.CSS),
            new Html(Plot.STYLE),
            new OpeningSection(story).write(),
            sections.stream()
                .map(s -> Html.of("<li><a href=\"#{}\">{}</a></li>", s.id(), s.name()))
                .toList(),
            sections.stream().map(Page::section).toList(),
            story.dossier().run(),
            story.dossier().workspace(),
            Say.time(story.dossier().startedAt()),
            closed(story))
        .markup();
  }

  private static String closed(Story story) {
    return story.dossier().closedAt() == null
        ? ", still open"
        : ", closed " + Say.time(story.dossier().closedAt());
  }

  private static Html section(Section section) {
    return Html.of(
        """
        <section id="{}" aria-labelledby="{}-title">
        <h2 id="{}-title">{}</h2>
        {}
        </section>
        """,
        section.id(),
        section.id(),
        section.id(),
        section.name(),
        section.body());
  }

  private static Html next(Story story) {
    JsonNode note = story.json("launch_note");
    if (note.isMissingNode()) {
      return absent("The run has not ended with a launch note");
    }
    List<String> steps = Papers.texts(note.path("nextSteps"));
    return Html.of(
        """
        <div class="split">
        <div><h3>Steps, in this order</h3><ol class="steps">{}</ol></div>
        <div><h3>Where it stands</h3><ul>{}</ul></div>
        </div>
        """,
        Html.items(steps.stream().map(Page::sentence).toList()),
        Html.items(Papers.texts(note.path("summary"))));
  }

  /// What stands in place of a part that is not there.
  static Html absent(String what) {
    return Html.of("<p class=\"absent\">{}. See <a href=\"#gaps\">gaps</a>.</p>", what);
  }

  /// With a capital letter, unless it begins with a name such as `utm_source`, and an end.
  static String sentence(String text) {
    if (text.isEmpty()) {
      return text;
    }
    boolean code = text.matches("(?s)\\S*[_=/]\\S*(\\s.*)?");
    String capital = code ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    return capital.matches("(?s).*[.!?]") ? capital : capital + ".";
  }
}
