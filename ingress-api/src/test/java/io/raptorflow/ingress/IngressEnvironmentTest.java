package io.raptorflow.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raptorflow.ingress.db.DataSourceSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class IngressEnvironmentTest {
  @Test
  void readsTheSettingsOfTheService() {
    StandardEnvironment environment =
        with(
            Map.of(
                "raptor.bus.bootstrap-servers", "127.0.0.1:9092",
                "raptor.bus.schema-registry-url", "http://127.0.0.1:8081",
                "raptor.ingress.port", "8500",
                "raptor.ingress.budget-usd", "7.50",
                "spring.datasource.url", "jdbc:postgresql://127.0.0.1/raptor",
                "spring.datasource.username", "owner",
                "RAPTOR_INGRESS_DATABASE_ROLE_PASSWORD", "secret-of-the-app"));

    IngressSettings ingress = IngressEnvironment.ingress(environment);
    DataSourceSettings database = IngressEnvironment.dataSource(environment);

    assertThat(IngressEnvironment.bus(environment).bootstrapServers()).isEqualTo("127.0.0.1:9092");
    assertThat(ingress.port()).isEqualTo(8500);
    assertThat(ingress.address()).isEqualTo("127.0.0.1");
    assertThat(ingress.budgetUsd()).isEqualByComparingTo("7.50");
    assertThat(database.app()).isEqualTo("raptor_app");
    assertThat(database.toString()).doesNotContain("secret-of-the-app");
  }

  @Test
  void namesTheSettingThatIsMissing() {
    assertThatThrownBy(() -> IngressEnvironment.bus(with(Map.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("raptor.bus.bootstrap-servers")
        .hasMessageContaining("RAPTOR_BUS_BOOTSTRAP_SERVERS");
  }

  @Test
  void leavesLoopbackOnlyWithAToken() {
    Map<String, Object> outside = Map.of("raptor.ingress.address", "0.0.0.0");

    assertThatThrownBy(() -> IngressEnvironment.ingress(with(outside)))
        .hasMessageContaining("RAPTOR_API_TOKEN");
    assertThat(
            IngressEnvironment.ingress(
                    with(
                        Map.of(
                            "raptor.ingress.address", "0.0.0.0",
                            "RAPTOR_API_TOKEN", "a-token-of-sixteen-or-more")))
                .address())
        .isEqualTo("0.0.0.0");
  }

  @Test
  void readsTheTokensOfOperators() {
    IngressSettings settings =
        IngressEnvironment.ingress(
            with(
                Map.of(
                    "RAPTOR_API_TOKEN", "a-token-of-sixteen-or-more",
                    "RAPTOR_API_TOKENS",
                        "ann:token-of-ann-example:VIEW,ben:token-of-ben-example:VIEW+REPLAY",
                    "RAPTOR_DLQ_FOUR_EYES_ABOVE", "30")));

    assertThat(settings.operators().fourEyesAbove()).isEqualTo(30);
    assertThat(settings.operators().tokens())
        .extracting(Operators.Token::name)
        .containsExactly("ann", "ben");
  }

  @Test
  void refusesAnAppRoleThatOwnsTheTables() {
    assertThatThrownBy(() -> new DataSourceSettings("jdbc:x", "same", "", "same", "p", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not be the owner");
    assertThatThrownBy(() -> new DataSourceSettings("jdbc:x", "o", "", "app", "it's", 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static StandardEnvironment with(Map<String, Object> values) {
    StandardEnvironment environment = new StandardEnvironment();
    environment.getPropertySources().addFirst(new MapPropertySource("given", values));
    return environment;
  }
}
