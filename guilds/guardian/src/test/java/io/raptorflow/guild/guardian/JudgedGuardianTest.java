package io.raptorflow.guild.guardian;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.agent.AgentCatalog;
import io.raptorflow.agent.AgentFile.Tier;
import io.raptorflow.agent.AgentOutcome;
import io.raptorflow.agent.AgentRun;
import io.raptorflow.agent.AgentRunner;
import io.raptorflow.agent.AttachmentReader;
import io.raptorflow.agent.CallBook;
import io.raptorflow.agent.Model;
import io.raptorflow.agent.ModelGateway;
import io.raptorflow.agent.ModelGateway.PricedModel;
import io.raptorflow.agent.Usage;
import io.raptorflow.bus.AgentAnswer.Authorship;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.JournalEntry;
import io.raptorflow.bus.LedgerEntry;
import io.raptorflow.bus.NameUuid;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.WorkId;
import io.raptorflow.bus.WorkspaceId;
import io.raptorflow.campaign.Finding;
import io.raptorflow.guild.guardian.output.Review;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// A guardian through the runner, with a model that says what the test wrote.
class JudgedGuardianTest {
  private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");
  private static final String ASSETS =
      """
      [{"id": "a", "type": "landing_page", "locale": "en-GB",
        "fields": {"text": "The best tank. Plumbers know why."}}]
      """;
  private static final String QUOTED =
      """
      {"concerns": [{"rule": "G2-13", "asset": "a", "field": "text",
        "quote": "Plumbers know why", "why": "implies expert approval"}]}
      """;
  private static final String MISQUOTED = QUOTED.replace("Plumbers know", "Plumbers knew");

  /// Says one thing after the other.
  private static final class Said implements Model {
    private final Deque<Reply> replies = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();

    Said(Reply... replies) {
      this.replies.addAll(List.of(replies));
    }

    static Reply text(String json) {
      return new Reply.Text(json, new Usage(100, 10));
    }

    @Override
    public String name() {
      return "written:by-hand";
    }

    @Override
    public Authorship authorship() {
      return Authorship.LLM;
    }

    @Override
    public Reply ask(Request request) {
      asked.add(request.turns().toString());
      return replies.remove();
    }
  }

  private static final class NoBook implements CallBook {
    @Override
    public Optional<JournalEntry> find(String call) {
      return Optional.empty();
    }

    @Override
    public void record(JournalEntry answer, LedgerEntry cost) {}

    @Override
    public void replayed(LedgerEntry cost) {}
  }

  private static AgentOutcome run(Said model) throws Exception {
    Map<Tier, List<PricedModel>> routes = new EnumMap<>(Tier.class);
    for (Tier tier : Tier.values()) {
      routes.put(tier, List.of(new PricedModel(model, BigDecimal.ONE, BigDecimal.ONE)));
    }
    List<Attachment> attachments = List.of(Attachment.json("assets", ASSETS));
    AgentRun run =
        new AgentRun(
            new WorkId(NameUuid.of("test")),
            new RunId(new UUID(0, 1)),
            new WorkspaceId("test"),
            attachments,
            "",
            BigDecimal.TEN);
    return new AgentRunner(new ModelGateway(routes, new NoBook(), () -> NOW))
        .run(
            AgentCatalog.load(List.of(GuardianGuild.kit()), List.of())
                .find(new AgentId("GRD-002"))
                .orElseThrow(),
            run,
            AttachmentReader.read(attachments, List.of(), NOW, 1));
  }

  private static Review review(AgentOutcome outcome) {
    return CanonicalJson.read(((AgentOutcome.Answered) outcome).json(), Review.class);
  }

  @Test
  void addsWhatTheModelQuotesToWhatWasComputed() throws Exception {
    Said model = new Said(Said.text(QUOTED));

    AgentOutcome outcome = run(model);

    assertThat(review(outcome).findings())
        .extracting(Finding::rule)
        .containsExactlyInAnyOrder("G2-02", "G2-13");
    assertThat(((AgentOutcome.Answered) outcome).model()).isEqualTo("written:by-hand");
    assertThat(model.asked.getFirst()).contains("Judge the assets by these rules", "G2-13");
  }

  @Test
  void sendsAMisquotationBackOnceAndThenStandsByWhatWasComputed() throws Exception {
    Said model = new Said(Said.text(MISQUOTED), Said.text(MISQUOTED));

    Review review = review(run(model));

    assertThat(model.asked).hasSize(2);
    assertThat(model.asked.get(1)).contains("letter by letter");
    assertThat(review.findings()).extracting(Finding::rule).containsExactly("G2-02");
    assertThat(review.notChecked()).anyMatch(reason -> reason.startsWith("G2-13"));
  }

  @Test
  void asksAgainLaterWhenTheModelIsOutOfReachForTheMoment() throws Exception {
    Said model =
        new Said(new Model.Reply.Failed(FailureClass.RATE_LIMITED, "too many", null, null));

    assertThat(run(model)).isInstanceOf(AgentOutcome.Failed.class);
  }
}
