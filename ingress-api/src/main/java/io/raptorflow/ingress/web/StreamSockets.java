package io.raptorflow.ingress.web;

import io.raptorflow.bus.RunId;
import io.raptorflow.bus.WorkspaceId;
import io.raptorflow.ingress.stream.Frame;
import io.raptorflow.ingress.stream.FrameStream;
import io.raptorflow.ingress.stream.FrameStream.End;
import io.raptorflow.ingress.stream.FrameStream.From;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.TextWebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;

/// Progress of a run over WebSocket: each message is a frame. One virtual thread per session
/// writes; the container's send timeout ends a client that does not read.
final class StreamSockets extends TextWebSocketHandler implements HandshakeInterceptor {
  private static final Logger LOG = LoggerFactory.getLogger(StreamSockets.class);
  private static final int MESSAGE_BYTES_MAX = 1024;
  private static final String WANTED = "wanted";
  private static final CloseStatus TRY_AGAIN = CloseStatus.SERVICE_OVERLOAD;

  private final RequestReader reader;
  private final StreamController places;
  private final FrameStream stream;

  StreamSockets(RequestReader reader, StreamController places, FrameStream stream) {
    this.reader = reader;
    this.places = places;
    this.stream = stream;
  }

  /// What a session is about.
  private record Wanted(
      WorkspaceId workspace, RunId run, From from, FrameStream.Standing standing) {}

  @Override
  public boolean beforeHandshake(
      ServerHttpRequest request,
      ServerHttpResponse response,
      WebSocketHandler handler,
      Map<String, Object> attributes)
      throws InterruptedException {
    HttpServletRequest servlet = ((ServletServerHttpRequest) request).getServletRequest();
    String[] path = servlet.getRequestURI().split("/");
    try {
      WorkspaceId workspace = reader.workspace(servlet);
      RunId run = reader.run(path[path.length - 2]);
      From from = places.from(workspace, run, null, servlet);
      attributes.put(WANTED, new Wanted(workspace, run, from, stream.standing(run, from)));
      return true;
    } catch (RequestRefused refused) {
      response.setStatusCode(refused.status());
      return false;
    }
  }

  @Override
  public void afterHandshake(
      ServerHttpRequest request,
      ServerHttpResponse response,
      WebSocketHandler handler,
      @Nullable Exception fault) {}

  @Override
  public void afterConnectionEstablished(WebSocketSession session) {
    session.setTextMessageSizeLimit(MESSAGE_BYTES_MAX);
    session.setBinaryMessageSizeLimit(MESSAGE_BYTES_MAX);
    Thread.ofVirtual().name("stream-" + session.getId()).start(() -> pump(session));
  }

  @Override
  protected void handleTextMessage(WebSocketSession session, TextMessage message)
      throws IOException {
    if (message.getPayload().contains("\"ping\"")) {
      send(session, "{\"type\":\"pong\"}");
    }
  }

  private void pump(WebSocketSession session) {
    Wanted wanted = (Wanted) Objects.requireNonNull(session.getAttributes().get(WANTED));
    try {
      CloseStatus status =
          switch (wanted.standing()) {
            case SEEN_ALL -> CloseStatus.NORMAL.withReason("finished");
            case GONE -> CloseStatus.NOT_ACCEPTABLE.withReason("resumeFrom is no longer kept");
            case OPEN ->
                closing(
                    stream.pump(wanted.workspace(), wanted.run(), wanted.from(), sink(session)));
          };
      session.close(status);
    } catch (IOException | IllegalStateException clientGone) {
      LOG.atDebug().addKeyValue("executionId", wanted.run()).log("a stream's client is gone");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static CloseStatus closing(End end) {
    return switch (end) {
      case FINISHED -> CloseStatus.NORMAL.withReason("finished");
      case STOPPED -> CloseStatus.GOING_AWAY.withReason("stopped");
      case TOO_SLOW, REPLAY_LIMIT, FULL -> TRY_AGAIN.withReason(StreamController.reason(end));
    };
  }

  private static FrameStream.Sink sink(WebSocketSession session) {
    return new FrameStream.Sink() {
      @Override
      public void send(Frame frame) throws IOException {
        StreamSockets.send(session, frame.json());
      }

      @Override
      public void beat() throws IOException {
        StreamSockets.send(session, "{\"type\":\"alive\"}");
      }
    };
  }

  /// Answers to pings come from another thread than frames.
  private static void send(WebSocketSession session, String json) throws IOException {
    synchronized (session) {
      session.sendMessage(new TextMessage(json));
    }
  }
}
