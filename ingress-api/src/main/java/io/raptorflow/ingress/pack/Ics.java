package io.raptorflow.ingress.pack;

import io.raptorflow.bus.RunId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import tools.jackson.databind.JsonNode;

/// Writes a campaign calendar as iCalendar (RFC 5545) of all-day events that block nobody's time.
final class Ics {
  private static final int LINE_OCTETS_MAX = 75;
  private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final StringBuilder out = new StringBuilder();

  private Ics() {}

  /// @param calendar document `campaign_calendar`
  /// @param decided time of the decision that released it
  static String write(RunId run, String name, JsonNode calendar, Instant decided) {
    Ics ics = new Ics();
    ics.line("BEGIN", "VCALENDAR");
    ics.line("VERSION", "2.0");
    ics.line("PRODID", "-//RaptorFlow Codex//Launch pack//EN");
    ics.line("CALSCALE", "GREGORIAN");
    ics.line("X-WR-CALNAME", escape(name));
    for (JsonNode entry : calendar.path("entries")) {
      ics.event(run, entry, decided);
    }
    ics.line("END", "VCALENDAR");
    return ics.out.toString();
  }

  private void event(RunId run, JsonNode entry, Instant decided) {
    LocalDate date;
    try {
      date = LocalDate.parse(entry.path("date").asString(""));
    } catch (DateTimeParseException undated) {
      return;
    }
    String after = entry.path("after").asString("");
    line("BEGIN", "VEVENT");
    line("UID", escape(entry.path("id").asString("") + "-" + run + "@raptorflow"));
    line("DTSTAMP", STAMP.format(decided));
    line("DTSTART;VALUE=DATE", DAY.format(date));
    line("DTEND;VALUE=DATE", DAY.format(date.plusDays(1)));
    line("SUMMARY", escape(entry.path("task").asString("")));
    line(
        "DESCRIPTION",
        escape(
            "Owner: %s%s"
                .formatted(
                    entry.path("owner").asString(""), after.isEmpty() ? "" : "\nAfter: " + after)));
    line("CATEGORIES", escape(entry.path("channel").asString("")));
    line("TRANSP", "TRANSPARENT");
    line("END", "VEVENT");
  }

  private static String escape(String text) {
    return text.replace("\\", "\\\\")
        .replace(";", "\\;")
        .replace(",", "\\,")
        .replace("\r\n", "\\n")
        .replace("\n", "\\n")
        .replaceAll("\\p{Cntrl}", " ");
  }

  /// Folds at 75 octets and never inside a character.
  private void line(String name, String value) {
    String text = name + ":" + value;
    int octets = 0;
    for (int at = 0; at < text.length(); ) {
      String character = Character.toString(text.codePointAt(at));
      int size = character.getBytes(StandardCharsets.UTF_8).length;
      if (octets + size > LINE_OCTETS_MAX) {
        out.append("\r\n ");
        octets = 1;
      }
      out.append(character);
      octets += size;
      at += character.length();
    }
    out.append("\r\n");
  }
}
