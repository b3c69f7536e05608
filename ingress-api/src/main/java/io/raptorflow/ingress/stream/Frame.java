package io.raptorflow.ingress.stream;

import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.ProgressFrame;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;

/// A progress frame with its id.
public record Frame(FrameId id, ProgressFrame progress) {

  /// Kind of the last frame of a run.
  public static final String LAST = "run.finished";

  public boolean isLast() {
    return progress.kind().equals(LAST);
  }

  /// The frame as clients read it.
  public String json() {
    Map<String, Object> frame = new LinkedHashMap<>();
    frame.put("id", id.toString());
    frame.put("kind", progress.kind());
    frame.put("wave", progress.wave());
    frame.put("node", progress.node());
    frame.put("agent", progress.agent());
    frame.put("text", progress.text());
    frame.put("detail", detail());
    frame.put("at", progress.at().toString());
    return CanonicalJson.write(frame);
  }

  private Object detail() {
    try {
      return CanonicalJson.read(progress.detail());
    } catch (JacksonException foreign) {
      return Map.of("text", progress.detail());
    }
  }
}
