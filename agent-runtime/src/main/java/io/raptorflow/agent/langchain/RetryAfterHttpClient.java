package io.raptorflow.agent.langchain;

import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/// HTTP client for LangChain4j that keeps what its own drops: the Retry-After header of a refusal
/// (RFC 9110, section 10.2.3). Also caps the size of an answer. Thread-safe.
final class RetryAfterHttpClient implements HttpClient {
  /// Largest answer that is read: 8 MiB.
  static final int BYTES_MAX = 8 * 1024 * 1024;

  private final java.net.http.HttpClient client;
  private final Duration timeout;
  private final InstantSource clock;

  private RetryAfterHttpClient(
      java.net.http.HttpClient client, Duration timeout, InstantSource clock) {
    this.client = client;
    this.timeout = timeout;
    this.clock = clock;
  }

  /// A refusal that says when to come back.
  static final class RefusedException extends HttpException {
    private static final long serialVersionUID = 1;
    private final transient @Nullable Duration retryAfter;

    RefusedException(int status, String body, @Nullable Duration retryAfter) {
      super(status, body);
      this.retryAfter = retryAfter;
    }

    /// How long the provider asks to wait; null when it did not say.
    @Nullable Duration retryAfter() {
      return retryAfter;
    }
  }

  @Override
  public SuccessfulHttpResponse execute(HttpRequest request) {
    java.net.http.HttpRequest.Builder builder =
        java.net.http.HttpRequest.newBuilder(URI.create(request.url())).timeout(timeout);
    request
        .headers()
        .forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
    builder.method(
        request.method().name(),
        request.body() == null
            ? java.net.http.HttpRequest.BodyPublishers.noBody()
            : java.net.http.HttpRequest.BodyPublishers.ofString(request.body()));
    try {
      HttpResponse<InputStream> response =
          client.send(builder.build(), HttpResponse.BodyHandlers.ofInputStream());
      String body = capped(response.body());
      if (response.statusCode() / 100 != 2) {
        throw new RefusedException(
            response.statusCode(),
            body,
            response.headers().firstValue("retry-after").map(this::delay).orElse(null));
      }
      return SuccessfulHttpResponse.builder()
          .statusCode(response.statusCode())
          .headers(response.headers().map())
          .body(body)
          .build();
    } catch (java.net.http.HttpTimeoutException late) {
      throw new TimeoutException(late);
    } catch (IOException broken) {
      throw new ConnectionLostException(broken);
    } catch (InterruptedException cancelled) {
      Thread.currentThread().interrupt();
      throw new ConnectionLostException(cancelled);
    }
  }

  /// The connection broke before an answer was whole.
  static final class ConnectionLostException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ConnectionLostException(Exception cause) {
      super(cause);
    }
  }

  @Override
  public void execute(
      HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
    listener.onError(new IllegalStateException("answers are not streamed here"));
  }

  private static String capped(InputStream body) throws IOException {
    try (body) {
      byte[] bytes = body.readNBytes(BYTES_MAX + 1);
      if (bytes.length > BYTES_MAX) {
        throw new IOException("the answer is larger than " + BYTES_MAX + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private @Nullable Duration delay(String retryAfter) {
    try {
      return Duration.ofSeconds(Long.parseLong(retryAfter.strip()));
    } catch (NumberFormatException notSeconds) {
      try {
        ZonedDateTime when =
            ZonedDateTime.parse(retryAfter.strip(), DateTimeFormatter.RFC_1123_DATE_TIME);
        Duration wait = Duration.between(clock.instant(), when);
        return wait.isNegative() ? Duration.ZERO : wait;
      } catch (DateTimeException notDate) {
        return null;
      }
    }
  }

  /// Builder that LangChain4j asks for; carries the timeouts of one model.
  static final class Builder implements HttpClientBuilder {
    private final InstantSource clock;
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration readTimeout = Duration.ofSeconds(60);

    Builder(InstantSource clock) {
      this.clock = clock;
    }

    @Override
    public Duration connectTimeout() {
      return connectTimeout;
    }

    @Override
    public HttpClientBuilder connectTimeout(Duration timeout) {
      connectTimeout = timeout;
      return this;
    }

    @Override
    public Duration readTimeout() {
      return readTimeout;
    }

    @Override
    public HttpClientBuilder readTimeout(Duration timeout) {
      readTimeout = timeout;
      return this;
    }

    @Override
    public HttpClient build() {
      return new RetryAfterHttpClient(
          java.net.http.HttpClient.newBuilder()
              .version(java.net.http.HttpClient.Version.HTTP_1_1)
              .connectTimeout(connectTimeout)
              .build(),
          readTimeout,
          clock);
    }
  }
}
