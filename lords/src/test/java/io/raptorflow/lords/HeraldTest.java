package io.raptorflow.lords;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.CouncilDecision;
import io.raptorflow.bus.CouncilDecision.Kind;
import io.raptorflow.bus.CouncilDirective;
import io.raptorflow.bus.CouncilDirective.Duty;
import io.raptorflow.bus.Lane;
import io.raptorflow.bus.Payload;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.Spend;
import io.raptorflow.bus.WorkspaceId;
import io.raptorflow.lords.herald.Herald;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class HeraldTest {
  private static final RunId RUN = new RunId(new UUID(1, 1));
  private static final WorkspaceId WORKSPACE = new WorkspaceId("test");
  private static final Instant NOW = Instant.parse("2027-01-01T10:00:00Z");
  private static final Instant DEADLINE = NOW.plusSeconds(60);
  private static final Attachment RELEASE = Attachment.json("release_list", "[]");
  private static final Attachment APPROVAL =
      Attachment.json(
          "approval_g4",
          CanonicalJson.write(
              Map.of(
                  "by", "Ida Test",
                  "decision", "approved",
                  "releaseList", RELEASE.body().sha256())));

  private final Lord<Herald.Watch> herald = Herald.lord();
  private final Library library = Payload::text;

  @Test
  void carriesOutADirectiveWhoseApprovalWasAnnounced() {
    Step<Herald.Watch> announced = herald.decide(herald.blank(), approved(), library);

    Step<Herald.Watch> step = herald.decide(announced.next(), directed(), library);

    assertThat(step.next().held()).isEmpty();
    assertThat(words(step)).isNotEmpty();
  }

  @Test
  void holdsADirectiveUntilItsApprovalIsAnnounced() {
    Step<Herald.Watch> held = herald.decide(herald.blank(), directed(), library);

    Step<Herald.Watch> step = herald.decide(held.next(), approved(), library);

    assertThat(held.effects())
        .containsExactly(new Effect.Wake("approval/" + new UUID(2, 2), DEADLINE));
    assertThat(step.next().held()).isEmpty();
    assertThat(words(step)).isNotEmpty();
  }

  @Test
  void refusesADirectiveWhoseApprovalNobodyAnnounced() {
    Step<Herald.Watch> held = herald.decide(herald.blank(), directed(), library);

    Step<Herald.Watch> step =
        herald.decide(
            held.next(),
            new Event.DeadlinePassed(RUN, WORKSPACE, "approval/" + new UUID(2, 2), DEADLINE),
            library);

    assertThat(step.next().held()).isEmpty();
    assertThat(words(step)).extracting(Effect.Decide::kind).containsExactly(Kind.REFUSED);
    assertThat(words(step).getFirst().outputs()).isEmpty();
  }

  @Test
  void isDeafToAnApprovalThatAnotherLordAnnounces() {
    Event foreign = new Event.Decided(decision(AgentId.AESTHETE));

    assertThat(herald.concerns(foreign)).isFalse();
    assertThat(herald.decide(herald.blank(), foreign, library))
        .isEqualTo(Step.stay(herald.blank()));
  }

  private static List<Effect.Decide> words(Step<Herald.Watch> step) {
    return step.effects().stream()
        .filter(Effect.Decide.class::isInstance)
        .map(Effect.Decide.class::cast)
        .toList();
  }

  private static Event approved() {
    return new Event.Decided(decision(AgentId.ARBITER));
  }

  private static CouncilDecision decision(AgentId lord) {
    return new CouncilDecision(
        new UUID(3, 3),
        RUN,
        WORKSPACE,
        lord,
        1,
        "L16",
        Kind.GATE_APPROVED,
        "Gate G4 is open",
        "Ida Test approves",
        List.of(APPROVAL),
        List.of(),
        List.of(),
        Spend.NOTHING,
        "hash",
        NOW);
  }

  private static Event directed() {
    return new Event.Directed(
        new CouncilDirective(
            new UUID(2, 2),
            RUN,
            WORKSPACE,
            AgentId.ARCHITECT,
            AgentId.HERALD,
            "L17",
            "Publish",
            9,
            0,
            Duty.PUBLISH,
            "",
            List.of(),
            List.of(RELEASE, APPROVAL),
            100,
            Lane.NORMAL,
            BigDecimal.ONE,
            1,
            DEADLINE,
            List.of(),
            NOW));
  }
}
