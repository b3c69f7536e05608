package io.raptorflow.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raptorflow.testkit.bus.BusFixture;
import io.raptorflow.testkit.bus.LiveBus;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BusFixture.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessIT {
  private static final String TOKEN = "a-token-of-sixteen-or-more";

  private final Service open;
  private final Service guarded;

  AccessIT(LiveBus live) {
    var database = Postgres.newDatabase();
    this.open = Service.start(live.bus(), database);
    this.guarded =
        Service.start(live.bus(), IngressSettings.standard().withApiToken(TOKEN), database);
  }

  @AfterAll
  void stop() {
    open.close();
    guarded.close();
  }

  @Test
  void asksForTheTokenOnEveryCall() {
    assertThat(guarded.get("/api/v3/runs").status()).isEqualTo(401);
    assertThat(guarded.get("/api/v3/runs").header("WWW-Authenticate")).isEqualTo("Bearer");
    assertThat(guarded.get("/api/v3/runs", "Authorization", "Bearer wrong").status())
        .isEqualTo(401);
    assertThat(guarded.get("/actuator/prometheus").status()).isEqualTo(401);
    assertThat(guarded.get("/api/v3/runs", "Authorization", "Bearer " + TOKEN).status())
        .isEqualTo(200);
    assertThat(guarded.get("/").status()).isEqualTo(200);
  }

  @Test
  void refusesPagesOfOtherSites() {
    assertThat(open.get("/api/v3/runs", "Origin", "https://example.org").status()).isEqualTo(403);
    assertThat(open.get("/api/v3/runs", "Origin", "null").status()).isEqualTo(403);
    assertThat(open.get("/api/v3/runs", "Origin", "http://127.0.0.1:" + open.port()).status())
        .isEqualTo(200);
  }

  @Test
  void refusesANameThatOnlyPointsToLoopback() throws IOException {
    assertThat(rawStatus("rebound.example.org")).contains(" 421");
    assertThat(rawStatus("localhost:" + open.port())).contains(" 200");
  }

  @Test
  void refusesToLeaveLoopbackWithoutAToken() {
    assertThatThrownBy(() -> IngressSettings.standard().at("0.0.0.0", 8400))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("RAPTOR_API_TOKEN");
  }

  @Test
  void neverShowsTheToken() {
    assertThat(IngressSettings.standard().withApiToken(TOKEN).toString()).doesNotContain(TOKEN);
  }

  /// The JDK's client does not let a caller choose the `Host` header.
  private String rawStatus(String host) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", open.port())) {
      String request =
          "GET /api/v3/runs HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return answer.lines().findFirst().orElse("");
    }
  }
}
