package io.raptorflow.ingress.pack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.CanonicalJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class IcsTest {

  @ParameterizedTest
  @ValueSource(strings = {"tarnwell", "quillstack"})
  void everyEntryIsAnAllDayEvent(String run) {
    JsonNode calendar = CanonicalJson.read(RunFolder.of(run).text("campaign_calendar"));

    List<Map<String, String>> events =
        events(Ics.write(RunFolder.RUN, "Launch", calendar, RunFolder.START));

    assertThat(events).hasSize(calendar.path("entries").size());
    for (int i = 0; i < events.size(); i++) {
      JsonNode entry = calendar.path("entries").path(i);
      assertThat(events.get(i))
          .containsEntry("SUMMARY", entry.path("task").asString())
          .containsEntry("CATEGORIES", entry.path("channel").asString())
          .containsEntry("DTSTART;VALUE=DATE", entry.path("date").asString().replace("-", ""))
          .containsEntry("DTSTAMP", "20261120T063510Z")
          .containsEntry("UID", entry.path("id").asString() + "-" + RunFolder.RUN + "@raptorflow");
    }
  }

  @Test
  void anEventEndsOnTheNextDay() {
    List<Map<String, String>> events = events(one("2027-02-28", "End of the month"));

    assertThat(events).hasSize(1);
    assertThat(events.getFirst())
        .containsEntry("DTSTART;VALUE=DATE", "20270228")
        .containsEntry("DTEND;VALUE=DATE", "20270301");
  }

  @Test
  void textThatTheFormatReservesComesBackWhole() {
    String task = "Ask \\ \"us\"; twice, or:\nBEGIN:VEVENT";

    List<Map<String, String>> events = events(one("2027-03-01", task));

    assertThat(events).hasSize(1);
    assertThat(events.getFirst()).containsEntry("SUMMARY", task);
  }

  @Test
  void aLongTextIsFoldedBetweenCharacters() {
    String task = "Größe 🌧 prüfen ".repeat(30).trim();

    String ics = one("2027-03-01", task);

    assertThat(events(ics).getFirst()).containsEntry("SUMMARY", task);
    assertThat(ics.split("\r\n")).anyMatch(line -> line.startsWith(" "));
  }

  @Test
  void aCarriageReturnStartsNoLine() {
    String ics = one("2027-03-01", "one\rATTENDEE:mailto:x@example.org");

    assertThat(events(ics).getFirst()).doesNotContainKey("ATTENDEE");
  }

  private static String one(String date, String task) {
    Map<String, String> entry =
        Map.of("id", "C01", "date", date, "channel", "all", "task", task, "owner", "brand");
    return Ics.write(
        RunFolder.RUN,
        "Launch",
        CanonicalJson.MAPPER.valueToTree(Map.of("entries", List.of(entry))),
        RunFolder.START);
  }

  /// Reads as strictly as RFC 5545 writes: CRLF alone, 75 octets a line, one calendar.
  private static List<Map<String, String>> events(String ics) {
    assertThat(ics).endsWith("\r\n");
    assertThat(ics.replace("\r\n", "")).doesNotContain("\r").doesNotContain("\n");
    List<String> lines = new ArrayList<>();
    for (String line : ics.split("\r\n", -1)) {
      assertThat(line.getBytes(UTF_8).length).as(line).isLessThanOrEqualTo(75);
      if (line.startsWith(" ")) {
        lines.set(lines.size() - 1, lines.getLast() + line.substring(1));
      } else if (!line.isEmpty()) {
        lines.add(line);
      }
    }
    assertThat(lines.getFirst()).isEqualTo("BEGIN:VCALENDAR");
    assertThat(lines.getLast()).isEqualTo("END:VCALENDAR");
    assertThat(lines).contains("VERSION:2.0").anyMatch(line -> line.startsWith("PRODID:"));
    List<Map<String, String>> events = new ArrayList<>();
    boolean inside = false;
    for (String line : lines.subList(1, lines.size() - 1)) {
      if (line.equals("BEGIN:VEVENT")) {
        assertThat(inside).isFalse();
        inside = true;
        events.add(new LinkedHashMap<>());
      } else if (line.equals("END:VEVENT")) {
        assertThat(events.getLast()).containsKeys("UID", "DTSTAMP", "DTSTART;VALUE=DATE");
        inside = false;
      } else if (inside) {
        int colon = line.indexOf(':');
        String old =
            events.getLast().put(line.substring(0, colon), unescape(line.substring(colon + 1)));
        assertThat(old).isNull();
      }
    }
    assertThat(inside).isFalse();
    return events;
  }

  private static String unescape(String value) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c != '\\') {
        assertThat(c).isNotIn(';', ',');
        out.append(c);
      } else {
        i++;
        out.append(value.charAt(i) == 'n' ? '\n' : value.charAt(i));
      }
    }
    return out.toString();
  }
}
