package io.raptorflow.ingress.web;

import io.raptorflow.bus.RunId;
import io.raptorflow.bus.WorkspaceId;
import io.raptorflow.ingress.command.Issue;
import io.raptorflow.ingress.pack.PackWriter;
import io.raptorflow.ingress.pack.RunDossiers;
import io.raptorflow.ingress.read.RunFacts;
import io.raptorflow.ingress.read.RunFacts.DocumentRow;
import io.raptorflow.ingress.read.Runs;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What is known of runs.
@RestController
final class RunController {
  private static final int LIST_MAX = 200;

  /// Later than any producer's clock.
  private static final Instant END_OF_TIME = Instant.parse("9999-12-31T00:00:00Z");

  private final RequestReader reader;
  private final Runs runs;
  private final RunPresenter presenter;
  private final RunDossiers dossiers;
  private final InstantSource time;

  RunController(
      RequestReader reader,
      Runs runs,
      RunPresenter presenter,
      RunDossiers dossiers,
      InstantSource time) {
    this.reader = reader;
    this.runs = runs;
    this.presenter = presenter;
    this.dossiers = dossiers;
    this.time = time;
  }

  @GetMapping("/api/v3/runs")
  @Operation(summary = "Runs of the workspace, the latest first")
  Views.RunList list(
      HttpServletRequest request,
      @RequestParam(defaultValue = "50") int limit,
      @RequestParam(required = false) @Nullable String before) {
    int most = Math.clamp(limit, 1, LIST_MAX);
    return presenter.list(reader.workspace(request), instant(before), most);
  }

  @GetMapping("/api/v3/status/{id}")
  @Operation(summary = "How a run stands")
  Views.Status status(HttpServletRequest request, @PathVariable String id) {
    return presenter.status(find(request, id), time.instant());
  }

  @GetMapping("/api/v3/result/{id}")
  @Operation(summary = "What a run has made so far")
  Views.Result result(HttpServletRequest request, @PathVariable String id) {
    return presenter.result(find(request, id));
  }

  @GetMapping("/api/v3/runs/{id}/decisions")
  @Operation(summary = "Every decision with its hash and the hashes that it rests on")
  Views.DecisionList decisions(HttpServletRequest request, @PathVariable String id) {
    return presenter.decisions(find(request, id));
  }

  /// The latest version of a document, or the one with the hash that a dossier names.
  @GetMapping("/api/v3/runs/{id}/documents/{*name}")
  @Operation(summary = "One document of a run, as it is", produces = "*/*")
  ResponseEntity<byte[]> document(
      HttpServletRequest request,
      @PathVariable String id,
      @PathVariable String name,
      @RequestParam(required = false) @Nullable String sha256) {
    RunFacts facts = find(request, id);
    String wanted = name.substring(1);
    DocumentRow document =
        (sha256 == null
                ? Optional.ofNullable(facts.documents().get(wanted))
                : runs.document(facts.workspace(), facts.run(), wanted, sha256))
            .orElseThrow(
                () ->
                    RequestRefused.of(
                        HttpStatus.NOT_FOUND,
                        new Issue("name", wanted, "is a document of the run")));
    byte[] body =
        runs.body(facts.workspace(), document.sha256())
            .orElseThrow(
                () ->
                    RequestRefused.of(
                        HttpStatus.GONE,
                        new Issue("name", wanted, "has a body that is still kept")))
            .getBytes(StandardCharsets.UTF_8);
    return ResponseEntity.ok()
        .eTag('"' + document.sha256() + '"')
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.inline().filename(file(document)).build().toString())
        .header("X-Content-Type-Options", "nosniff")
        .contentType(mediaType(document.mediaType()))
        .body(body);
  }

  @GetMapping("/api/v3/runs/{id}/pack")
  @Operation(summary = "The launch pack as a ZIP file", produces = "application/zip")
  ResponseEntity<byte[]> pack(HttpServletRequest request, @PathVariable String id) {
    RunFacts facts = find(request, id);
    byte[] zip =
        ZipFile.of(
            PackWriter.write(dossiers.of(facts)),
            Objects.requireNonNullElse(presenter.closedAt(facts), facts.openedAt()));
    return ResponseEntity.ok()
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment()
                .filename("launch-pack-" + facts.run() + ".zip")
                .build()
                .toString())
        .contentType(new MediaType("application", "zip"))
        .body(zip);
  }

  private RunFacts find(HttpServletRequest request, String id) {
    WorkspaceId workspace = reader.workspace(request);
    RunId run = reader.run(id);
    return runs.find(workspace, run).orElseThrow(() -> RequestRefused.unknownRun(id));
  }

  private Instant instant(@Nullable String before) {
    if (before == null) {
      return END_OF_TIME;
    }
    try {
      return Instant.parse(before);
    } catch (DateTimeParseException wrong) {
      throw RequestRefused.of(
          HttpStatus.UNPROCESSABLE_CONTENT,
          new Issue("before", before, "is an instant like 2026-11-20T06:30:00Z"));
    }
  }

  /// Only types that a browser does not run.
  private static MediaType mediaType(String text) {
    return List.of("application/json", "text/csv", "text/plain", "text/markdown").contains(text)
        ? new MediaType(MediaType.parseMediaType(text), StandardCharsets.UTF_8)
        : MediaType.APPLICATION_OCTET_STREAM;
  }

  private static String file(DocumentRow document) {
    String name = document.name().substring(document.name().lastIndexOf('/') + 1);
    return name.contains(".")
        ? name
        : name
            + switch (document.mediaType()) {
              case "application/json" -> ".json";
              case "text/csv" -> ".csv";
              case "text/markdown" -> ".md";
              default -> ".txt";
            };
  }
}
