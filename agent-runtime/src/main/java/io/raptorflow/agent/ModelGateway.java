package io.raptorflow.agent;

import io.raptorflow.agent.Model.Reply;
import io.raptorflow.agent.Model.ToolCall;
import io.raptorflow.bus.AgentAnswer.Authorship;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.JournalEntry;
import io.raptorflow.bus.LedgerEntry;
import io.raptorflow.bus.LedgerEntry.CallSource;
import io.raptorflow.bus.Sha256;
import io.raptorflow.bus.Spend;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The one door to models: routes by tier and money left, pays nothing twice, writes every call
/// down.
///
/// Thread-safe.
public final class ModelGateway {
  private final Map<AgentFile.Tier, List<PricedModel>> routes;
  private final CallBook book;
  private final InstantSource clock;

  /// @param routes for each tier the models to try, best first; every tier needs at least one
  public ModelGateway(
      Map<AgentFile.Tier, List<PricedModel>> routes, CallBook book, InstantSource clock) {
    for (AgentFile.Tier tier : AgentFile.Tier.values()) {
      if (tier != AgentFile.Tier.NONE && routes.getOrDefault(tier, List.of()).isEmpty()) {
        throw new IllegalArgumentException("tier " + tier + " has no model");
      }
    }
    this.routes = Map.copyOf(routes);
    this.book = book;
    this.clock = clock;
  }

  /// A model and its price.
  ///
  /// @param promptUsd US dollars per million prompt tokens
  /// @param completionUsd US dollars per million completion tokens
  public record PricedModel(Model model, BigDecimal promptUsd, BigDecimal completionUsd) {
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    /// Cost of a call, exact to a millionth of a dollar.
    BigDecimal cost(Usage usage) {
      return promptUsd
          .multiply(BigDecimal.valueOf(usage.promptTokens()))
          .add(completionUsd.multiply(BigDecimal.valueOf(usage.completionTokens())))
          .divide(MILLION, Spend.SCALE, RoundingMode.HALF_UP);
    }
  }

  /// One call that an agent makes.
  ///
  /// @param ordinal number of the call within the run of the agent, from 0
  /// @param budgetUsd money left for it
  public record Call(
      AgentRun run, AgentId agent, AgentFile.Tier tier, int ordinal, BigDecimal budgetUsd) {}

  /// What came back, from whom and at what cost.
  public record Answer(Reply reply, String model, Authorship authorship, Spend spend) {}

  /// Whether a language model, and not the offline composer, answers for a tier.
  public boolean writesByModel(AgentFile.Tier tier) {
    return routes.getOrDefault(tier, List.of()).stream()
        .anyMatch(priced -> priced.model().authorship() == Authorship.LLM);
  }

  /// Asks. A journaled answer is returned as it was; otherwise the models of the tier are tried in
  /// order until one answers. When the money left does not cover the dearest case, a model is
  /// passed over; when none remains, the reply is a failure of class BUDGET.
  public Answer ask(Call call, Model.Request request) throws InterruptedException {
    String id = callId(call, request);
    Optional<JournalEntry> known = book.find(id);
    if (known.isPresent()) {
      return replay(call, known.get());
    }
    long promptTokens =
        request.turns().stream().mapToLong(turn -> Usage.tokensOf(turn.toString())).sum();
    Usage dearest = new Usage(promptTokens, request.tokensMax());
    Answer last =
        new Answer(
            new Reply.Failed(
                FailureClass.BUDGET,
                "no model of tier %s fits the %s US dollars left"
                    .formatted(call.tier(), call.budgetUsd().toPlainString()),
                null,
                null),
            "none",
            Authorship.COMPUTATION,
            Spend.NOTHING);
    String because = "first of tier " + call.tier().name().toLowerCase(Locale.ROOT);
    for (PricedModel priced : routes.getOrDefault(call.tier(), List.of())) {
      if (priced.cost(dearest).compareTo(call.budgetUsd()) > 0) {
        because = "the one before could cost more than the money left";
        continue;
      }
      Instant asked = clock.instant();
      Reply reply = priced.model().ask(request);
      last = answer(priced, reply);
      if (!(reply instanceof Reply.Failed failed)) {
        write(call, id, last, because, Duration.between(asked, clock.instant()));
        return last;
      }
      because = "the one before failed: " + failed.failure();
    }
    return last;
  }

  private static Answer answer(PricedModel priced, Reply reply) {
    Spend spend =
        switch (reply) {
          case Reply.Text text -> spend(priced, text.usage());
          case Reply.Calls calls -> spend(priced, calls.usage());
          case Reply.Failed _ -> Spend.NOTHING;
        };
    return new Answer(reply, priced.model().name(), priced.model().authorship(), spend);
  }

  private static Spend spend(PricedModel priced, Usage usage) {
    int paid = priced.model().authorship() == Authorship.LLM ? 1 : 0;
    return new Spend(usage.promptTokens(), usage.completionTokens(), paid, priced.cost(usage));
  }

  private void write(Call call, String id, Answer answer, String because, Duration latency) {
    Instant now = clock.instant();
    book.record(
        new JournalEntry(
            id,
            encode(answer.reply()),
            answer.authorship() + " " + answer.model(),
            answer.spend().promptTokens(),
            answer.spend().completionTokens(),
            now),
        entry(call, id, answer, because, CallSource.PAID, latency, now));
  }

  private Answer replay(Call call, JournalEntry entry) {
    int space = entry.model().indexOf(' ');
    Answer answer =
        new Answer(
            decode(entry.text()),
            entry.model().substring(space + 1),
            Authorship.valueOf(entry.model().substring(0, space)),
            Spend.NOTHING);
    book.replayed(
        entry(
            call,
            entry.call(),
            answer,
            "answered before",
            CallSource.JOURNAL,
            Duration.ZERO,
            clock.instant()));
    return answer;
  }

  private static LedgerEntry entry(
      Call call,
      String id,
      Answer answer,
      String because,
      CallSource source,
      Duration latency,
      Instant at) {
    return new LedgerEntry(
        id,
        call.run().run(),
        call.run().workspace(),
        call.agent(),
        answer.model(),
        call.tier().name().toLowerCase(Locale.ROOT),
        because,
        answer.spend().promptTokens(),
        answer.spend().completionTokens(),
        answer.spend().costUsd(),
        source,
        latency.toMillis(),
        at);
  }

  /// The same question of the same work has the same id, whichever model answers it, until an
  /// operator asks for new answers.
  private static String callId(Call call, Model.Request request) {
    return Sha256.hex(
        String.join(
            "\u001f",
            call.run().work() + call.run().fresh(),
            Integer.toString(call.ordinal()),
            call.tier().name(),
            Integer.toString(request.tokensMax()),
            request.schema().text(),
            request.turns().toString()));
  }

  private static String encode(Reply reply) {
    return switch (reply) {
      case Reply.Text text -> CanonicalJson.write(Map.of("text", text.text()));
      case Reply.Calls calls -> CanonicalJson.write(Map.of("calls", calls.calls()));
      case Reply.Failed _ -> throw new IllegalArgumentException("failures are not journaled");
    };
  }

  private static Reply decode(String journaled) {
    JsonNode json = CanonicalJson.read(journaled);
    if (json.has("text")) {
      return new Reply.Text(json.get("text").asString(), Usage.NONE);
    }
    return new Reply.Calls(
        json.get("calls")
            .valueStream()
            .map(
                call ->
                    new ToolCall(
                        call.get("id").asString(),
                        call.get("name").asString(),
                        call.get("arguments").asString()))
            .toList(),
        Usage.NONE);
  }
}
