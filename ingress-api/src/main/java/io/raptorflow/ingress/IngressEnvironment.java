package io.raptorflow.ingress;

import io.raptorflow.bus.kafka.BusSettings;
import io.raptorflow.ingress.db.DataSourceSettings;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/// Settings of the separate service, from system properties or environment variables. A variable is
/// the property in upper case with underscores: `raptor.ingress.port` is `RAPTOR_INGRESS_PORT`.
final class IngressEnvironment {
  private IngressEnvironment() {}

  static BusSettings bus(Environment environment) {
    return new BusSettings(
        needed(environment, "raptor.bus.bootstrap-servers"),
        needed(environment, "raptor.bus.schema-registry-url"),
        Map.of());
  }

  static IngressSettings ingress(Environment environment) {
    IngressSettings standard = IngressSettings.standard();
    return new IngressSettings(
        text(environment, "raptor.ingress.address", standard.address()),
        Integer.parseInt(text(environment, "raptor.ingress.port", "8400")),
        optional(environment, "raptor.api.token"),
        text(environment, "raptor.ingress.workspace", standard.workspace()),
        new BigDecimal(
            text(environment, "raptor.ingress.budget-usd", standard.budgetUsd().toPlainString())),
        new BigDecimal(
            text(
                environment,
                "raptor.ingress.budget-usd-max",
                standard.budgetUsdMax().toPlainString())),
        Duration.parse(
            text(
                environment,
                "raptor.ingress.expected-run-time",
                standard.expectedRunTime().toString())),
        standard.limits(),
        standard.streams(),
        Operators.parse(
            text(environment, "raptor.api.tokens", ""),
            text(environment, "raptor.dlq.four-eyes-above", "")));
  }

  static DataSourceSettings dataSource(Environment environment) {
    return new DataSourceSettings(
        needed(environment, "spring.datasource.url"),
        needed(environment, "spring.datasource.username"),
        text(environment, "spring.datasource.password", ""),
        text(environment, "raptor.ingress.database-role", "raptor_app"),
        needed(environment, "raptor.ingress.database-role-password"),
        Integer.parseInt(text(environment, "raptor.ingress.database-connections-max", "8")));
  }

  private static String needed(Environment environment, String key) {
    String value = optional(environment, key);
    if (value == null) {
      throw new IllegalArgumentException(key + " (or " + variable(key) + ") must be set");
    }
    return value;
  }

  private static String text(Environment environment, String key, String otherwise) {
    String value = optional(environment, key);
    return value == null ? otherwise : value;
  }

  private static @Nullable String optional(Environment environment, String key) {
    String value = environment.getProperty(key);
    return value != null ? value : environment.getProperty(variable(key));
  }

  private static String variable(String key) {
    return key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
