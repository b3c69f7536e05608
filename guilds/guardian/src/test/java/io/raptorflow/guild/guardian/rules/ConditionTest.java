package io.raptorflow.guild.guardian.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.guild.guardian.rules.Condition.Subject;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {

  private record Fields(Map<String, String> values) implements Subject {
    @Override
    public List<String> values(String path) {
      String value = values.get(path);
      return value == null ? List.of() : List.of(value);
    }

    @Override
    public Set<String> market() {
      return Set.of("CA");
    }
  }

  /// Six months from 10 June end on 10 December; 31 August plus six months ends on 28 February.
  @ParameterizedTest
  @CsvSource({
    "2026-06-10, 2026-12-10, true",
    "2026-06-10, 2026-12-11, false",
    "2026-08-31, 2027-02-28, true",
    "2026-08-31, 2027-03-01, false",
    "2026-06-10, 2026-06-09, false",
    "soon, 2026-06-09, false"
  })
  void countsMonthsByTheCalendar(String first, String last, boolean holds) {
    Condition six = new Condition.Age("a", "b", 6, 0);

    assertThat(six.holds(new Fields(Map.of("a", first, "b", last)))).isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource({
    "07:59, false",
    "08:00, true",
    "21:00, true",
    "21:01, false",
    "2026-11-19T09:30:00, true",
    "noon, false"
  })
  void readsTheClock(String time, boolean holds) {
    Condition day = new Condition.Clock("t", "08:00", "21:00");

    assertThat(day.holds(new Fields(Map.of("t", time)))).isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource({"2, true", "2.01, false", "'1.5 %', true", "1e999999999, false", "many, false"})
  void holdsNumbersWithinLimits(String number, boolean holds) {
    Condition most = new Condition.Within("n", null, new BigDecimal(2));

    assertThat(most.holds(new Fields(Map.of("n", number)))).isEqualTo(holds);
  }
}
