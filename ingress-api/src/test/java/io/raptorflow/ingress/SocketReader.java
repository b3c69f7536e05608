package io.raptorflow.ingress;

import io.raptorflow.bus.CanonicalJson;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A WebSocket client that keeps what it gets.
final class SocketReader implements WebSocket.Listener, AutoCloseable {
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<JsonNode> messages = new CopyOnWriteArrayList<>();
  private final StringBuilder partial = new StringBuilder();
  private final WebSocket socket;
  private volatile String closed = "";

  SocketReader(Service service, String path) {
    URI uri = URI.create("ws" + service.uri(path).toString().substring("http".length()));
    this.socket = http.newWebSocketBuilder().buildAsync(uri, this).join();
  }

  void say(String text) {
    socket.sendText(text, true).join();
  }

  /// Texts of the frames so far.
  List<String> texts() {
    return messages.stream()
        .filter(message -> message.has("kind"))
        .map(message -> message.path("text").asString())
        .toList();
  }

  List<JsonNode> messages() {
    return messages;
  }

  /// Code and reason of the server's close; empty while it is open.
  Optional<String> closed() {
    return closed.isEmpty() ? Optional.empty() : Optional.of(closed);
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
    partial.append(text);
    if (last) {
      messages.add(CanonicalJson.read(partial.toString()));
      partial.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed = code + " " + reason;
    return null;
  }

  @Override
  public void close() {
    socket.abort();
    http.shutdownNow();
  }
}
