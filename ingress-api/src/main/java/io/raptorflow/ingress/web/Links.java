package io.raptorflow.ingress.web;

import io.raptorflow.bus.RunId;
import io.raptorflow.bus.WorkspaceId;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.web.util.UriUtils;

/// Where a caller may go next. The workspace is part of a link unless it is the default one.
record Links(String defaultWorkspace) {

  Map<String, String> of(WorkspaceId workspace, RunId run) {
    String tail = tail(workspace);
    Map<String, String> links = new LinkedHashMap<>();
    links.put("status", "/api/v3/status/" + run + tail);
    links.put("result", "/api/v3/result/" + run + tail);
    links.put("decisions", "/api/v3/runs/" + run + "/decisions" + tail);
    links.put("stream", "/api/v3/runs/" + run + "/stream" + tail);
    links.put("pack", "/api/v3/runs/" + run + "/pack" + tail);
    return links;
  }

  String document(WorkspaceId workspace, RunId run, String name) {
    String path =
        UriUtils.encodePath("/api/v3/runs/" + run + "/documents/" + name, StandardCharsets.UTF_8);
    return path + tail(workspace);
  }

  private String tail(WorkspaceId workspace) {
    return workspace.value().equals(defaultWorkspace) ? "" : "?workspace=" + workspace.value();
  }
}
