package io.raptorflow.ingress.web;

import io.raptorflow.bus.RunId;
import io.raptorflow.bus.WorkspaceId;
import io.raptorflow.ingress.command.Issue;
import io.raptorflow.ingress.read.Runs;
import io.raptorflow.ingress.stream.Frame;
import io.raptorflow.ingress.stream.FrameId;
import io.raptorflow.ingress.stream.FrameStream;
import io.raptorflow.ingress.stream.FrameStream.End;
import io.raptorflow.ingress.stream.FrameStream.From;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// Progress of a run as server-sent events (HTML Living Standard, 9.2). One virtual thread per
/// client writes and may block; the server's write timeout ends a client that does not read.
@RestController
final class StreamController {
  static final String LAST_EVENT_ID = "Last-Event-ID";

  private final RequestReader reader;
  private final Runs runs;
  private final FrameStream stream;

  StreamController(RequestReader reader, Runs runs, FrameStream stream) {
    this.reader = reader;
    this.runs = runs;
    this.stream = stream;
  }

  @GetMapping("/api/v3/runs/{id}/stream")
  @Operation(
      summary = "Progress frames: server-sent events, or WebSocket after an upgrade",
      produces = "text/event-stream")
  void stream(HttpServletRequest request, HttpServletResponse response, @PathVariable String id)
      throws IOException, InterruptedException {
    WorkspaceId workspace = reader.workspace(request);
    RunId run = reader.run(id);
    From from = from(workspace, run, request.getHeader(LAST_EVENT_ID), request);
    switch (stream.standing(run, from)) {
      case SEEN_ALL -> {
        // 204 tells an EventSource not to come back.
        response.setStatus(HttpStatus.NO_CONTENT.value());
        return;
      }
      case GONE -> throw gone(request);
      case OPEN -> {}
    }
    response.setContentType("text/event-stream");
    response.setCharacterEncoding(StandardCharsets.UTF_8.name());
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Accel-Buffering", "no");
    OutputStream out = response.getOutputStream();
    Events events = new Events(out);
    try {
      events.write(": " + run + "\n\n");
      End end = stream.pump(workspace, run, from, events);
      events.write("event: end\ndata: {\"reason\":\"" + reason(end) + "\"}\n\n");
    } catch (IOException clientGone) {
      // The client closed the connection or did not read; it may resume.
      response.setHeader("Connection", "close");
    }
  }

  /// Where a client wants to go on.
  From from(WorkspaceId workspace, RunId run, @Nullable String header, HttpServletRequest request) {
    String seen = header != null ? header : request.getParameter("resumeFrom");
    Optional<FrameId> id = seen == null || seen.isBlank() ? Optional.empty() : FrameId.of(seen);
    if (seen != null && !seen.isBlank() && id.isEmpty()) {
      throw RequestRefused.of(
          HttpStatus.UNPROCESSABLE_CONTENT,
          new Issue("resumeFrom", seen, "is the id of a frame, partition:offset"));
    }
    From beginning =
        runs.openedAt(workspace, run)
            .map(From.Beginning::new)
            .orElseThrow(() -> RequestRefused.unknownRun(run.toString()));
    return id.<From>map(From.After::new).orElse(beginning);
  }

  static RequestRefused gone(HttpServletRequest request) {
    return RequestRefused.of(
        HttpStatus.GONE,
        new Issue(
            "resumeFrom",
            String.valueOf(request.getHeader(LAST_EVENT_ID)),
            "is a frame of this run that is still kept; begin again without it"));
  }

  static String reason(End end) {
    return end.name().toLowerCase(Locale.ROOT);
  }

  /// Frames as events.
  private static final class Events implements FrameStream.Sink {
    private final OutputStream out;

    Events(OutputStream out) {
      this.out = out;
    }

    @Override
    public void send(Frame frame) throws IOException {
      write("id: " + frame.id() + "\nevent: frame\ndata: " + frame.json() + "\n\n");
    }

    @Override
    public void beat() throws IOException {
      write(": alive\n\n");
    }

    void write(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
  }
}
