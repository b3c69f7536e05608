package io.raptorflow.dlq.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.RetryRow.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadLetterQueryTest {
  private static final String WORK_A = "11111111-1111-4111-8111-111111111111";
  private static final String RUN = "99999999-9999-4999-8999-999999999999";

  /// Three letters: A waits and was rate limited, B is parked after a timeout, C is foreign poison.
  private static Map<String, Sample> letters() {
    Sample a = new Sample();
    a.work = UUID.fromString(WORK_A);
    a.status = Status.SCHEDULED;
    a.agent = "MUSE-003";
    a.group = "raptor.muse-003";
    a.workspace = "tarnwell";
    a.run = UUID.fromString(RUN);
    a.failure = FailureClass.RATE_LIMITED;
    a.fingerprint = "f1";
    a.message = "429 Too Many Requests";
    a.topic = "sys.guild.muse.MUSE-003";
    a.failures = 3;
    a.first = Sample.NOW.minus(Duration.ofHours(3));
    a.last = Sample.NOW.minus(Duration.ofMinutes(10));
    a.headers = Map.of("raptor-attempt", "3", "odd name", "x \"y\"");
    a.payload =
        CanonicalJson.read(
            """
            {"campaign": "x", "budget": 12.50, "live": true, "at": "2026-11-19T00:00:00Z",
             "nothing": null, "tags": ["a", {"b": "deep"}], "a b": 1, "text": "5"}""");
    Sample b = new Sample();
    b.work = new UUID(2, 2);
    b.agent = "MATRIX-011";
    b.failure = FailureClass.TIMEOUT;
    b.message = "no answer\nafter 30 s";
    b.failures = 5;
    b.replays = 2;
    b.operation = new UUID(7, 7);
    b.first = Sample.NOW.minus(Duration.ofDays(4));
    b.last = Sample.NOW.minus(Duration.ofDays(2));
    b.touches = List.of(Sample.Touch.HELD, Sample.Touch.EDITED);
    b.payload = CanonicalJson.read("{\"campaign\": \"y\", \"budget\": 99}");
    Sample c = new Sample();
    c.work = new UUID(3, 3);
    c.status = Status.QUARANTINED;
    c.failure = FailureClass.POISON;
    c.message = "null";
    return Map.of("A", a, "B", b, "C", c);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "``                                                     ; ABC",
        "reason=RATE_LIMITED and agent~\"MUSE.*\" and age>2h and payload.$.campaign==\"x\" ; A",
        "status=PARKED                                          ; B",
        "status==parked or Status = quarantined                 ; BC",
        "status in (PARKED, QUARANTINED)                        ; BC",
        "status not in (PARKED, QUARANTINED)                    ; A",
        "not status=PARKED and not status=QUARANTINED           ; A",
        "NOT (status=PARKED OR status=QUARANTINED)              ; A",
        "status=SCHEDULED or status=PARKED and failures>9       ; A",
        "(status=SCHEDULED or status=PARKED) and failures>4     ; B",
        "11111111-1111-4111-8111-111111111111                   ; A",
        "work=11111111-1111-4111-8111-111111111111              ; A",
        "work~'^1{8}-'                                          ; A",
        "run=99999999-9999-4999-8999-999999999999               ; A",
        "run=null                                               ; BC",
        "run!=null                                              ; A",
        "run!=99999999-9999-4999-8999-999999999999              ; BC",
        "run in (null, 99999999-9999-4999-8999-999999999999)    ; ABC",
        "operation!=null                                        ; B",
        "agent=\"\"                                             ; C",
        "agent!=MUSE-003                                        ; BC",
        "agent~'(?i)^(muse|matrix)-0\\d+$'                      ; AB",
        "agent!~MUSE                                            ; BC",
        "group=raptor.muse-003 and workspace=tarnwell           ; A",
        "fingerprint=f1 and topic=sys.guild.muse.MUSE-003       ; A",
        "message~\"answer\\nafter\"                             ; B",
        "message~'^\\d{3} '                                     ; A",
        "message=\"null\"                                       ; C",
        "failures>=3 and failures<5                             ; A",
        "failures in (1,5)                                      ; BC",
        "failures!=1 and replays=0                              ; A",
        "age>3h                                                 ; B",
        "age>=3h                                                ; AB",
        "age<=0s                                                ; C",
        "idle>90s and idle<1d                                   ; A",
        "first<2026-11-17                                       ; B",
        "last>=2026-11-20T05:50:00Z                             ; AC",
        "due!=null and due<2026-11-20T06:00Z                    ; A",
        "due=null                                               ; BC",
        "held                                                   ; B",
        "not held and edited=false                              ; AC",
        "held!=true                                             ; AC",
        "header.raptor-attempt=3                                ; A",
        "header.raptor-attempt=null                             ; BC",
        "header.\"odd name\"=\"x \\\"y\\\"\"                    ; A",
        "header.raptor-attempt!~'[0-2]'                         ; ABC",
        "payload.$=null                                         ; C",
        "payload.$.campaign in (x, y)                           ; AB",
        "payload.$.campaign!=x                                  ; BC",
        "payload.$.nothing=null and payload.$.campaign!=null    ; AB",
        "payload.$.tags=null                                    ; BC",
        "payload.$.tags[0]=a                                    ; A",
        "payload.$.tags[1].b~'^deep$'                           ; A",
        "payload.$.tags[2]=null and payload.$.tags[0]!=null     ; A",
        "payload.$.\"a b\"=1                                    ; A",
        "payload.$.budget=12.5                                  ; A",
        "payload.$.budget>=125e-1 and payload.$.budget<99.0     ; A",
        "payload.$.budget~'12'                                  ; ``",
        "payload.$.text=\"5\"                                   ; A",
        "payload.$.text=5                                       ; ``",
        "payload.$.text>4                                       ; ``",
        "payload.$.live=true                                    ; A",
        "payload.$.live=\"true\"                                ; ``",
        "payload.$.at<2026-11-19T00:00:01Z                      ; A",
        "payload.$.at=2026-11-19                                ; A",
        "payload.$.campaign.x=null and payload.$.campaign[0]=null ; ABC",
      })
  void admitsWhatItSays(String text, String admitted) {
    DeadLetterQuery query = DeadLetterQuery.parse(text);

    assertThat(admitted(query)).isEqualTo(admitted);
    assertThat(admitted(DeadLetterQuery.parse(query.toString()))).isEqualTo(admitted);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "  `  `                                          ; ``",
        "STATUS == parked                                ; status=PARKED",
        "((held))                                        ; held",
        "held = TRUE and not held = false                ; held and not held=false",
        "not not held                                    ; held",
        "(held and edited) and held                      ; held and edited and held",
        "(held and edited) or (held or edited)           ; held and edited or held or edited",
        "not (held and edited)                           ; not (held and edited)",
        "held and (edited or held)                       ; held and (edited or held)",
        "reason in (timeout)                             ; reason=TIMEOUT",
        "reason in (timeout,POISON , timeout)            ; reason in (TIMEOUT, POISON)",
        "agent not in (a,b)                              ; not agent in (\"a\", \"b\")",
        "agent~'a\\d'                                    ; agent~\"a\\\\d\"",
        "age>120m or age>90s or age>48h or age>0d        ; age>2h or age>90s or age>2d or age>0s",
        "first>2026-11-20                                ; first>2026-11-20T00:00:00Z",
        "work=AAAAAAAA-1111-4111-8111-111111111111       ; aaaaaaaa-1111-4111-8111-111111111111",
        "payload.$.n=1.500                               ; payload.$.n=1.5",
        "payload.$.n=3e2                                 ; payload.$.n=300",
        "payload.$.\"ok\"=null                           ; payload.$.ok=null",
        "header.'a b'~x                                  ; header.\"a b\"~\"x\"",
      })
  void saysTheSameInItsNormalForm(String text, String normal) {
    assertThat(DeadLetterQuery.parse(text).toString()).isEqualTo(normal);
    assertThat(DeadLetterQuery.parse(text)).isEqualTo(DeadLetterQuery.parse(normal));
  }

  @Test
  void isNarrowUnlessItIsBlank() {
    assertThat(DeadLetterQuery.parse(" \t\n").isNarrow()).isFalse();
    assertThat(DeadLetterQuery.parse("")).isEqualTo(DeadLetterQuery.everything());
    assertThat(DeadLetterQuery.parse("failures>=0").isNarrow()).isTrue();
  }

  @Test
  void readsOnlyWhatItNames() {
    DeadLetterQuery row = DeadLetterQuery.parse("status=PARKED and age>2h");
    DeadLetterQuery header = DeadLetterQuery.parse("status=PARKED or not header.x=null");
    DeadLetterQuery body = DeadLetterQuery.parse("held or (edited and payload.$.x in (1, 2))");

    assertThat(List.of(row.readsHeaders(), row.readsPayload())).containsExactly(false, false);
    assertThat(List.of(header.readsHeaders(), header.readsPayload())).containsExactly(true, false);
    assertThat(List.of(body.readsHeaders(), body.readsPayload())).containsExactly(false, true);
  }

  @Test
  void asksTheRowBeforeTheBody() {
    Sample letter = new Sample();

    DeadLetterQuery.parse("payload.$.x=1 and header.x=y and status=RESOLVED")
        .admits(letter, Sample.NOW);
    DeadLetterQuery.parse("payload.$.x=1 or (header.x=y or held) or status=PARKED")
        .admits(letter, Sample.NOW);

    assertThat(List.of(letter.bodiesRead, letter.headersRead)).containsExactly(0, 0);
  }

  @Test
  void takesTheMostThatTheLimitsAllow() {
    String deep = "(".repeat(64) + "held" + ")".repeat(64);
    String nots = "not ".repeat(64) + "held";
    String wide = "held" + " or held".repeat(255);
    String list = "failures in (0" + ",1".repeat(255) + ")";
    String longest = "agent=" + "a".repeat(4_096 - 8);

    assertThat(DeadLetterQuery.parse(deep)).hasToString("held");
    assertThat(DeadLetterQuery.parse(nots)).hasToString("held");
    assertThat(DeadLetterQuery.parse(wide)).hasToString(wide);
    assertThat(DeadLetterQuery.parse(list)).hasToString("failures in (0, 1)");
    assertThat(DeadLetterQuery.parse(longest).toString()).hasSize(4_096);
  }

  @Test
  void refusesOneMoreThanTheLimits() {
    assertRefused("(".repeat(65) + "held" + ")".repeat(65), 65, "nested too deeply");
    assertRefused("not ".repeat(65) + "held", 257, "nested too deeply");
    assertRefused("not ".repeat(1_000), 257, "nested too deeply");
    assertRefused("held" + " or held".repeat(256), 2_049, "too many comparisons");
    assertRefused("failures in (0" + ",1".repeat(256) + ")", 526, "too many comparisons");
    assertRefused("agent=" + "a".repeat(4_091), 4_097, "the filter has 4,097 characters");
    assertRefused("agent=" + "a".repeat(4_090), 4_097, "in normal form the filter has 4,098");
    assertRefused("payload.$" + ".a".repeat(65) + "=1", 1, "at most 64 steps");
    assertRefused("agent~" + "a".repeat(513), 519, "it has 513 characters");
  }

  private static void assertRefused(String text, int character, String rule) {
    assertThatThrownBy(() -> DeadLetterQuery.parse(text))
        .isInstanceOf(QuerySyntaxException.class)
        .hasMessageStartingWith("filter, character " + character + ": ")
        .hasMessageContaining(rule);
  }

  private static String admitted(DeadLetterQuery query) {
    List<String> admitted = new ArrayList<>();
    letters()
        .forEach(
            (name, letter) -> {
              if (query.admits(letter, Sample.NOW)) {
                admitted.add(name);
              }
            });
    return String.join("", admitted.stream().sorted().toList());
  }
}
