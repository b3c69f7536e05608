package io.raptorflow.ingress.pack;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The calendar as one line a channel, and as a list by day.
final class CalendarSection {
  private final Story story;

  CalendarSection(Story story) {
    this.story = story;
  }

  private record Entry(String id, LocalDate date, String channel, String task, String owner) {}

  Html write() {
    List<Entry> entries = new ArrayList<>();
    for (JsonNode node : story.json("campaign_calendar").path("entries")) {
      LocalDate date = date(node.path("date").asString(""));
      if (date != null) {
        entries.add(
            new Entry(
                node.path("id").asString(""),
                date,
                node.path("channel").asString(""),
                node.path("task").asString(""),
                node.path("owner").asString("")));
      }
    }
    if (entries.isEmpty()) {
      return Page.absent("There is no calendar");
    }
    return Html.of(
        """
        <p>Load <a href="calendar.ics">calendar.ics</a> into your calendar; the same days as data \
        stand in <a href="calendar.json">calendar.json</a>.</p>
        {}
        <details open><summary>{} by day</summary>
        <div class="scroll" tabindex="0" role="region" aria-label="Calendar by day"><table class="days">
        <thead><tr><th scope="col">Day</th><th scope="col">Task</th><th scope="col">Owner</th></tr></thead>
        <tbody>{}</tbody></table></div></details>
        """,
        lines(entries),
        entries.size() + " tasks",
        days(entries));
  }

  private static @Nullable LocalDate date(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException notADay) {
      return null;
    }
  }

  private static Html lines(List<Entry> entries) {
    LocalDate first = entries.stream().map(Entry::date).min(LocalDate::compareTo).orElseThrow();
    LocalDate last = entries.stream().map(Entry::date).max(LocalDate::compareTo).orElseThrow();
    long days = Math.max(1, ChronoUnit.DAYS.between(first, last));
    Map<String, List<Entry>> channels = new LinkedHashMap<>();
    entries.forEach(e -> channels.computeIfAbsent(e.channel(), _ -> new ArrayList<>()).add(e));
    List<Html> rows = new ArrayList<>();
    channels.forEach(
        (channel, tasks) -> {
          List<Html> dots = new ArrayList<>();
          for (Entry task : tasks) {
            dots.add(
                Html.of(
                    "<i class=\"{}\" style=\"left:{}%\" title=\"{}: {}\"></i>",
                    task.task().startsWith("Start ") ? "start" : "check",
                    Math.round(100.0 * ChronoUnit.DAYS.between(first, task.date()) / days),
                    Say.day(task.date().toString()),
                    task.task()));
          }
          rows.add(
              Html.of(
                  """
                  <div class="line"><span>{}</span><div class="track" role="img" aria-label="{}"><div>{}</div></div></div>
                  """,
                  Say.channel(channel),
                  String.join(
                      "; ",
                      tasks.stream()
                          .map(t -> Say.day(t.date().toString()) + " " + t.task())
                          .toList()),
                  dots));
        });
    return Html.of(
        """
        <div class="timeline"><div class="line scale" aria-hidden="true"><span></span><span class="ends">\
        <span>{}</span><span>{}</span></span></div>
        {}
        <p class="legend quiet"><i class="start"></i> start <i class="check"></i> check or task</p></div>
        """,
        Say.day(first.toString()),
        Say.day(last.toString()),
        rows);
  }

  /// Tasks of one day that differ in nothing but the channel stand in one row.
  private static Html days(List<Entry> entries) {
    Map<LocalDate, Map<String, List<Entry>>> days = new TreeMap<>();
    for (Entry entry : entries) {
      String alike = entry.task().replace(entry.channel(), "{channel}") + "|" + entry.owner();
      days.computeIfAbsent(entry.date(), _ -> new LinkedHashMap<>())
          .computeIfAbsent(alike, _ -> new ArrayList<>())
          .add(entry);
    }
    List<Html> rows = new ArrayList<>();
    days.forEach(
        (day, groups) ->
            groups
                .values()
                .forEach(
                    group ->
                        rows.add(
                            Html.of(
                                "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>",
                                Say.day(day.toString()),
                                task(group),
                                owner(group.getFirst().owner())))));
    return Html.join(rows);
  }

  private static String task(List<Entry> group) {
    Entry first = group.getFirst();
    String channels = String.join(", ", group.stream().map(e -> Say.channel(e.channel())).toList());
    return first.task().contains(first.channel())
        ? first.task().replace(first.channel(), channels).replace('_', ' ')
        : group.size() == 1 ? first.task() : first.task() + ": " + channels;
  }

  private static String owner(String owner) {
    return switch (owner) {
      case "LORD-005" -> "Seer (LORD-005)";
      case "LORD-007" -> "Herald (LORD-007)";
      case "brand" -> "You";
      default -> owner;
    };
  }
}
