package io.raptorflow.agent.langchain;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.raptorflow.agent.AgentFile.Tier;
import io.raptorflow.agent.Model;
import io.raptorflow.agent.Model.Reply;
import io.raptorflow.agent.OutputSchema;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.agent.offline.OfflineModel;
import io.raptorflow.bus.FailureClass;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LimitedModelTest {
  private static final String GOOD = "{\"headline\":\"Slim rain tank\"}";

  private static final TaskInputs NO_INPUTS =
      new TaskInputs(null, Map.of(), Map.of(), Map.of(), Map.of(), List.of(), Instant.EPOCH, 1);

  record Line(String headline) {}

  private final StubProvider stub = new StubProvider();
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private Instant now = Instant.parse("2026-11-26T06:00:00Z");

  @AfterEach
  void close() {
    stub.close();
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  void sendsNothingBeforeTheTimeThatTheProviderNamed(Wire wire) throws Exception {
    stub.then(new StubProvider.Reply.Body(429, "{}", Map.of("Retry-After", "30")));
    stub.then(wire.answer(GOOD));
    Map<Tier, Model> models = models(wire);

    assertThat(ask(models, Tier.STANDARD)).isInstanceOf(Reply.Failed.class);
    Reply.Failed kept = (Reply.Failed) ask(models, Tier.STANDARD);

    assertThat(kept.failure()).isEqualTo(FailureClass.RATE_LIMITED);
    assertThat(kept.retryAfter()).isEqualTo(Duration.ofSeconds(30));
    assertThat(kept.message()).startsWith("not sent: ").endsWith("for another 30 s");
    assertThat(stub.requests).hasSize(1);
    now = now.plusSeconds(30);
    assertThat(ask(models, Tier.STANDARD)).isInstanceOf(Reply.Text.class);
    assertThat(stub.requests).hasSize(2);
  }

  @Test
  void sharesTheLimitOfAModelBetweenTiers() throws Exception {
    stub.then(new StubProvider.Reply.Body(429, "{}", Map.of("Retry-After", "30")));
    Map<Tier, Model> models = models(Wire.OPENAI);

    ask(models, Tier.STANDARD);

    assertThat(((Reply.Failed) ask(models, Tier.COUNCIL)).message()).startsWith("not sent: ");
  }

  @Test
  void showsTheLimitOfAModelToOperators() throws Exception {
    stub.then(new StubProvider.Reply.Body(429, "{}", Map.of("Retry-After", "30")));
    Map<Tier, Model> models = models(Wire.OPENAI);
    double before = gauge("raptor.model.places");

    ask(models, Tier.STANDARD);

    assertThat(gauge("raptor.model.places")).isEqualTo(before / 2);
    assertThat(gauge("raptor.model.closed.seconds")).isEqualTo(30);
    assertThat(gauge("raptor.model.under.way")).isZero();
    assertThat(gauge("raptor.model.waiting")).isZero();
  }

  private double gauge(String name) {
    return meters.get(name).gauge().value();
  }

  private Map<Tier, Model> models(Wire wire) {
    var routes = ModelRoutes.of(wire.at(stub), new OfflineModel(List.of()), () -> now, meters);
    return Map.of(
        Tier.STANDARD,
        Objects.requireNonNull(routes.get(Tier.STANDARD)).getFirst().model(),
        Tier.COUNCIL,
        Objects.requireNonNull(routes.get(Tier.COUNCIL)).getFirst().model());
  }

  private static Reply ask(Map<Tier, Model> models, Tier tier) throws InterruptedException {
    return Objects.requireNonNull(models.get(tier))
        .ask(
            new Model.Request(
                List.of(new Model.Turn.UserText("Write one line.")),
                OutputSchema.of(Line.class),
                List.of(),
                100,
                Duration.ofSeconds(5),
                NO_INPUTS));
  }
}
