package io.raptorflow.lords.council;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.campaign.BrandBrief;
import io.raptorflow.lords.council.CampaignCalendar.Entry;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CampaignCalendarTest {

  @Test
  void noWorkFallsOnAWeekend() {
    BrandBrief brief = window("2027-03-06", "2027-05-28");

    CampaignCalendar calendar = calendar(brief, Invented.ASKED);

    assertThat(calendar.entries())
        .noneMatch(e -> e.date().getDayOfWeek() == DayOfWeek.SATURDAY)
        .noneMatch(e -> e.date().getDayOfWeek() == DayOfWeek.SUNDAY);
    assertThat(starts(calendar)).containsOnly(LocalDate.parse("2027-03-08"));
  }

  @Test
  void aLongFlightIsCheckedEveryOtherWeek() {
    CampaignCalendar calendar = calendar(window("2027-03-01", "2027-05-31"), Invented.ASKED);

    assertThat(checks(calendar, "meta"))
        .extracting(LocalDate::toString)
        .containsExactly(
            "2027-03-08", "2027-03-22", "2027-04-05", "2027-04-19", "2027-05-03", "2027-05-17");
  }

  @Test
  void aShortFlightIsCheckedEveryWeekAndNeverAfterItsEnd() {
    CampaignCalendar calendar = calendar(window("2027-03-01", "2027-03-19"), Invented.ASKED);

    assertThat(checks(calendar, "meta"))
        .extracting(LocalDate::toString)
        .containsExactly("2027-03-08", "2027-03-15");
  }

  @Test
  void aFlightOfAWeekHasNoCheckButAnEndAndAReadOut() {
    CampaignCalendar calendar = calendar(window("2027-03-01", "2027-03-05"), Invented.ASKED);

    assertThat(checks(calendar, "meta")).isEmpty();
    assertThat(calendar.entries()).extracting(Entry::task).contains("End of flight");
    assertThat(calendar.entries().getLast().task()).startsWith("Read-out");
    assertThat(calendar.entries().getLast().date()).isEqualTo("2027-03-12");
  }

  @Test
  void aFlightThatBeginsBeforeThePreparationIsACaveat() {
    var answered =
        Invented.answered(
            CampaignCalendar.compute(
                Invented.task(
                    window("2027-03-01", "2027-05-31"),
                    Map.of(),
                    Instant.parse("2027-03-10T09:00:00Z"))));

    assertThat(answered.caveats()).anyMatch(c -> c.contains("before the preparation can be done"));
  }

  @Test
  void everyEntryFollowsTheOneThatItWaitsFor() {
    CampaignCalendar calendar = calendar(Invented.brief("tarnwell"), Invented.ASKED);
    Map<String, LocalDate> dates = new HashMap<>();
    calendar.entries().forEach(e -> assertThat(dates.put(e.id(), e.date())).isNull());

    for (Entry entry : calendar.entries()) {
      if (!entry.after().isEmpty()) {
        assertThat(dates.get(entry.after())).as(entry.id()).isBeforeOrEqualTo(entry.date());
      }
    }
  }

  private static BrandBrief window(String from, String to) {
    return Invented.brief(
        "tarnwell", text -> text.replace("2027-03-01", from).replace("2027-05-31", to));
  }

  private static CampaignCalendar calendar(BrandBrief brief, Instant asked) {
    return Invented.answer(
        CampaignCalendar.compute(Invented.task(brief, Map.of(), asked)), CampaignCalendar.class);
  }

  private static Set<LocalDate> starts(CampaignCalendar calendar) {
    return calendar.entries().stream()
        .filter(e -> e.task().startsWith("Start "))
        .map(Entry::date)
        .collect(Collectors.toSet());
  }

  private static List<LocalDate> checks(CampaignCalendar calendar, String channel) {
    return calendar.entries().stream()
        .filter(e -> e.channel().equals(channel) && e.task().startsWith("Hold "))
        .map(Entry::date)
        .toList();
  }
}
