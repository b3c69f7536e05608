package io.raptorflow.ingress;

import io.raptorflow.bus.CanonicalJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;

/// A client of server-sent events that keeps what it gets.
final class EventReader implements AutoCloseable {
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final List<String> comments = new CopyOnWriteArrayList<>();
  private final int status;
  private final InputStream body;
  private final Thread reading;

  /// One event.
  record Event(String id, String name, JsonNode data) {
    String text() {
      return data.path("text").asString();
    }
  }

  EventReader(Service service, String path, String lastEventId) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(service.uri(path)).header("Accept", "text/event-stream");
    if (!lastEventId.isEmpty()) {
      request.header("Last-Event-ID", lastEventId);
    }
    try {
      var response = http.send(request.build(), BodyHandlers.ofInputStream());
      this.status = response.statusCode();
      this.body = response.body();
    } catch (IOException broken) {
      throw new IllegalStateException("no stream", broken);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
    this.reading = Thread.ofVirtual().start(this::read);
  }

  int status() {
    return status;
  }

  /// Frames so far, without the closing event.
  List<Event> frames() {
    return events.stream().filter(event -> event.name().equals("frame")).toList();
  }

  List<String> texts() {
    return frames().stream().map(Event::text).toList();
  }

  List<String> comments() {
    return comments;
  }

  /// Why the server ended the stream; empty while it has not said.
  Optional<String> end() {
    return events.stream()
        .filter(event -> event.name().equals("end"))
        .map(event -> event.data().path("reason").asString())
        .findFirst();
  }

  boolean isClosed() {
    return !reading.isAlive();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      List<String> block = new ArrayList<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(":")) {
          comments.add(line);
        } else if (line.isEmpty()) {
          if (!block.isEmpty()) {
            events.add(event(block));
          }
          block.clear();
        } else {
          block.add(line);
        }
      }
    } catch (IOException cut) {
      comments.add(": cut off");
    }
  }

  private static Event event(List<String> block) {
    return new Event(
        field(block, "id"), field(block, "event"), CanonicalJson.read(field(block, "data")));
  }

  private static String field(List<String> block, String name) {
    return block.stream()
        .filter(line -> line.startsWith(name + ": "))
        .map(line -> line.substring(name.length() + 2))
        .findFirst()
        .orElse("");
  }
}
