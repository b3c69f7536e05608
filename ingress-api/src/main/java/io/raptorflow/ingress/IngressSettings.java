package io.raptorflow.ingress;

import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How the HTTP side of one process behaves.
///
/// @param address to bind to; beyond loopback only with a token
/// @param port 0 for any free one
/// @param apiToken what callers must show as `Authorization: Bearer`, or null for none
/// @param workspace of callers that name none
/// @param budgetUsd of a run whose caller names none
/// @param budgetUsdMax most that a caller may ask for
/// @param expectedRunTime what `estimatedCompletion` adds to now
/// @param operators who may do what with dead letters, beside the holder of the API token
public record IngressSettings(
    String address,
    int port,
    @Nullable String apiToken,
    String workspace,
    BigDecimal budgetUsd,
    BigDecimal budgetUsdMax,
    Duration expectedRunTime,
    Limits limits,
    Streams streams,
    Operators operators) {

  private static final int TOKEN_CHARACTERS_MIN = 16;

  /// What a request may bring.
  ///
  /// @param bodyBytesMax whole request
  /// @param briefBytesMax brief as canonical JSON
  /// @param sourceBytesMax one source in UTF-8
  public record Limits(int bodyBytesMax, int briefBytesMax, int sourceBytesMax, int sourcesMax) {
    public static Limits standard() {
      return new Limits(12 * 1024 * 1024, 1024 * 1024, 8 * 1024 * 1024, 20);
    }
  }

  /// What a stream of progress may cost.
  ///
  /// @param queueFrames frames that wait for one slow client before it is closed
  /// @param replayFrames frames that one connection replays from the log before it is closed
  /// @param streamsMax clients of one process
  /// @param heartbeat silence after which a sign of life is sent
  public record Streams(int queueFrames, int replayFrames, int streamsMax, Duration heartbeat) {
    public static Streams standard() {
      return new Streams(1_000, 20_000, 500, Duration.ofSeconds(15));
    }
  }

  public IngressSettings {
    if (apiToken != null && apiToken.length() < TOKEN_CHARACTERS_MIN) {
      throw new IllegalArgumentException(
          "the API token must have at least %d characters, had %d"
              .formatted(TOKEN_CHARACTERS_MIN, apiToken.length()));
    }
    if (apiToken == null && !isLoopback(address)) {
      throw new IllegalArgumentException(
          "raptor.ingress.address "
              + address
              + " can be reached from outside: set RAPTOR_API_TOKEN, or bind to 127.0.0.1");
    }
    if (apiToken == null && !operators.tokens().isEmpty()) {
      throw new IllegalArgumentException(
          "RAPTOR_API_TOKENS opens /api/v3/dlq only: set RAPTOR_API_TOKEN too, for the rest");
    }
    if (operators.tokens().stream().anyMatch(token -> token.secret().equals(apiToken))) {
      throw new IllegalArgumentException("RAPTOR_API_TOKEN is none of RAPTOR_API_TOKENS");
    }
    if (budgetUsd.compareTo(budgetUsdMax) > 0) {
      throw new IllegalArgumentException(
          "raptor.ingress.budget-usd %s is above raptor.ingress.budget-usd-max %s"
              .formatted(budgetUsd, budgetUsdMax));
    }
  }

  /// Loopback, any free port, no token.
  public static IngressSettings standard() {
    return new IngressSettings(
        "127.0.0.1",
        0,
        null,
        "default",
        new BigDecimal("5"),
        new BigDecimal("500"),
        Duration.ofSeconds(60),
        Limits.standard(),
        Streams.standard(),
        Operators.none());
  }

  public IngressSettings at(String newAddress, int newPort) {
    return new IngressSettings(
        newAddress,
        newPort,
        apiToken,
        workspace,
        budgetUsd,
        budgetUsdMax,
        expectedRunTime,
        limits,
        streams,
        operators);
  }

  public IngressSettings withApiToken(@Nullable String token) {
    return new IngressSettings(
        address,
        port,
        token,
        workspace,
        budgetUsd,
        budgetUsdMax,
        expectedRunTime,
        limits,
        streams,
        operators);
  }

  public IngressSettings withWorkspace(String name) {
    return new IngressSettings(
        address,
        port,
        apiToken,
        name,
        budgetUsd,
        budgetUsdMax,
        expectedRunTime,
        limits,
        streams,
        operators);
  }

  public IngressSettings with(Limits newLimits) {
    return new IngressSettings(
        address,
        port,
        apiToken,
        workspace,
        budgetUsd,
        budgetUsdMax,
        expectedRunTime,
        newLimits,
        streams,
        operators);
  }

  public IngressSettings with(Streams newStreams) {
    return new IngressSettings(
        address,
        port,
        apiToken,
        workspace,
        budgetUsd,
        budgetUsdMax,
        expectedRunTime,
        limits,
        newStreams,
        operators);
  }

  public IngressSettings with(Operators newOperators) {
    return new IngressSettings(
        address,
        port,
        apiToken,
        workspace,
        budgetUsd,
        budgetUsdMax,
        expectedRunTime,
        limits,
        streams,
        newOperators);
  }

  private static boolean isLoopback(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException unknown) {
      throw new IllegalArgumentException(
          "raptor.ingress.address %s is no address of this machine".formatted(address), unknown);
    }
  }

  /// Says whether there is a token, never which.
  @Override
  public String toString() {
    return "IngressSettings[address=%s, port=%d, apiToken=%s, workspace=%s]"
        .formatted(address, port, apiToken == null ? "none" : "set", workspace);
  }
}
