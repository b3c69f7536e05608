package io.raptorflow.ingress.web;

import io.raptorflow.bus.CampaignCommand;
import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.RunId;
import io.raptorflow.ingress.command.CommandDesk;
import io.raptorflow.ingress.command.GateRequest;
import io.raptorflow.ingress.command.Issue;
import io.raptorflow.ingress.command.Origin;
import io.raptorflow.ingress.command.Verdict;
import io.raptorflow.ingress.command.WordRequest;
import io.raptorflow.ingress.command.Words;
import io.raptorflow.ingress.command.Words.Word;
import io.raptorflow.ingress.projection.Projector;
import io.raptorflow.ingress.read.RunFacts;
import io.raptorflow.ingress.read.RunState;
import io.raptorflow.ingress.read.Runs;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// What people say about a run.
@RestController
final class WordController {
  private static final Duration READ_YOUR_WRITE = Duration.ofSeconds(2);

  private final RequestReader reader;
  private final Runs runs;
  private final CommandDesk desk;
  private final Projector projector;
  private final Links links;

  WordController(
      RequestReader reader, Runs runs, CommandDesk desk, Projector projector, Links links) {
    this.reader = reader;
    this.runs = runs;
    this.desk = desk;
    this.projector = projector;
    this.links = links;
  }

  @PostMapping("/api/v3/runs/{id}/gates/{gate}")
  @Operation(
      summary = "Approve or reject what waits at a gate",
      body = GateRequest.class,
      status = 202)
  ResponseEntity<Views.Heard> gate(
      HttpServletRequest request, @PathVariable String id, @PathVariable String gate)
      throws InterruptedException {
    GateRequest asked = reader.body(request, GateRequest.class);
    RunFacts facts = find(request, id);
    String name = gate.toUpperCase(Locale.ROOT);
    Origin origin = reader.origin(request, facts.workspace());
    CampaignCommand command = fit(Words.gate(origin, facts.run(), name, asked));
    RunState.WaitingGate waiting = RunState.of(facts.decisions()).gate();
    if (waiting == null || !waiting.gate().equals(name)) {
      throw RequestRefused.of(
          HttpStatus.CONFLICT,
          new Issue(
              "gate",
              name,
              waiting == null
                  ? "waits for a person; no gate of this run does"
                  : "waits for a person; " + waiting.gate() + " does"));
    }
    if (!waiting.seen().equals(asked.seen())) {
      throw RequestRefused.of(
          HttpStatus.CONFLICT,
          new Issue(
              "/seen",
              String.valueOf(asked.seen()),
              "is the hash of the dossier that waits, " + waiting.seen()));
    }
    return hear(command);
  }

  @PostMapping("/api/v3/runs/{id}/cancel")
  @Operation(
      summary = "End a run; finished work stays readable",
      body = WordRequest.class,
      status = 202)
  ResponseEntity<Views.Heard> cancel(HttpServletRequest request, @PathVariable String id)
      throws InterruptedException {
    return say(request, id, Word.CANCEL);
  }

  @PostMapping("/api/v3/runs/{id}/pause")
  @Operation(summary = "Stop new work of a run", body = WordRequest.class, status = 202)
  ResponseEntity<Views.Heard> pause(HttpServletRequest request, @PathVariable String id)
      throws InterruptedException {
    return say(request, id, Word.PAUSE);
  }

  @PostMapping("/api/v3/runs/{id}/resume")
  @Operation(summary = "Continue a paused run", body = WordRequest.class, status = 202)
  ResponseEntity<Views.Heard> resume(HttpServletRequest request, @PathVariable String id)
      throws InterruptedException {
    return say(request, id, Word.RESUME);
  }

  @PostMapping("/api/v3/runs/{id}/feedback")
  @Operation(
      summary = "Say what is good or bad about a run",
      body = WordRequest.class,
      status = 202)
  ResponseEntity<Views.Heard> feedback(HttpServletRequest request, @PathVariable String id)
      throws InterruptedException {
    return say(request, id, Word.FEEDBACK);
  }

  private ResponseEntity<Views.Heard> say(HttpServletRequest request, String id, Word word)
      throws InterruptedException {
    WordRequest asked = reader.body(request, WordRequest.class);
    RunFacts facts = find(request, id);
    Origin origin = reader.origin(request, facts.workspace());
    CampaignCommand command = fit(Words.about(origin, facts.run(), word, asked));
    RunState.Phase phase = RunState.of(facts.decisions()).phase();
    if (phase.isClosed() && word != Word.FEEDBACK) {
      throw RequestRefused.of(
          HttpStatus.CONFLICT, new Issue("id", id, "is open; the run is " + phase.label()));
    }
    return hear(command);
  }

  private ResponseEntity<Views.Heard> hear(CampaignCommand command) throws InterruptedException {
    Coordinates written = desk.publish(command);
    projector.await(written, READ_YOUR_WRITE);
    return ResponseEntity.accepted()
        .body(
            new Views.Heard(
                command.run().toString(),
                command.id().toString(),
                command.body().getClass().getSimpleName(),
                links.of(command.workspace(), command.run())));
  }

  private static CampaignCommand fit(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Fits fits -> fits.command();
      case Verdict.Unfit unfit ->
          throw new RequestRefused(
              HttpStatus.UNPROCESSABLE_CONTENT, "the request does not fit", unfit.issues());
      case Verdict.TooLarge tooLarge ->
          throw new RequestRefused(
              HttpStatus.CONTENT_TOO_LARGE, tooLarge.issue().rule(), List.of(tooLarge.issue()));
    };
  }

  private RunFacts find(HttpServletRequest request, String id) {
    RunId run = reader.run(id);
    return runs.find(reader.workspace(request), run)
        .orElseThrow(() -> RequestRefused.unknownRun(id));
  }
}
