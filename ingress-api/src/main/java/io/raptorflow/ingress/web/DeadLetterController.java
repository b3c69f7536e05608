package io.raptorflow.ingress.web;

import io.raptorflow.bus.RetryRow;
import io.raptorflow.dlq.ReplayOutcome;
import io.raptorflow.dlq.query.DeadLetterQuery;
import io.raptorflow.dlq.view.DeadLetterLine;
import io.raptorflow.dlq.view.DeadLetterView;
import io.raptorflow.ingress.Role;
import io.raptorflow.ingress.command.Issue;
import io.raptorflow.ingress.dlq.DeadLetterCommands;
import io.raptorflow.ingress.dlq.EditRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Failed work: what there is, and why.
@RestController
final class DeadLetterController {
  private final RequestReader bodies;
  private final DeadLetterReader reader;
  private final DeadLetterCommands commands;

  DeadLetterController(RequestReader bodies, DeadLetterReader reader, DeadLetterCommands commands) {
    this.bodies = bodies;
    this.reader = reader;
    this.commands = commands;
  }

  @GetMapping("/api/v3/dlq")
  @Operation(summary = "Failed work that a filter admits, the last failure first")
  DeadLetterViews.Page listDeadLetters(
      HttpServletRequest request,
      @RequestParam(defaultValue = "") String where,
      @RequestParam(defaultValue = "50") int limit,
      @RequestParam(required = false) @Nullable String cursor) {
    Caller.with(Role.VIEW, request);
    DeadLetterQuery query = reader.query(where);
    int most = DeadLetterReader.number("limit", limit, 1, DeadLetterView.PAGE_MAX);
    try {
      return DeadLetterPresenter.page(reader.view().list(query, most, cursor), where, most);
    } catch (IllegalArgumentException noCursor) {
      throw RequestRefused.of(
          HttpStatus.UNPROCESSABLE_CONTENT,
          new Issue("cursor", String.valueOf(cursor), "is the 'next' of an earlier page"));
    }
  }

  @GetMapping("/api/v3/dlq/groups")
  @Operation(summary = "Causes of failed work, the most frequent first")
  DeadLetterViews.GroupList groupDeadLetters(
      HttpServletRequest request,
      @RequestParam(defaultValue = "") String where,
      @RequestParam(defaultValue = "100") int limit) {
    Caller.with(Role.VIEW, request);
    DeadLetterQuery query = reader.query(where);
    int most = DeadLetterReader.number("limit", limit, 1, DeadLetterView.PAGE_MAX);
    return DeadLetterPresenter.groups(reader.view().groups(query), most);
  }

  @GetMapping("/api/v3/dlq/stats")
  @Operation(summary = "Counts of failed work, and what came and went in the last hour")
  DeadLetterViews.Stats countDeadLetters(
      HttpServletRequest request, @RequestParam(defaultValue = "") String where) {
    Caller.with(Role.VIEW, request);
    return DeadLetterPresenter.stats(reader.view().tally(reader.query(where)));
  }

  @GetMapping("/api/v3/dlq/{work}")
  @Operation(
      summary = "One failed work with history, headers and body; secrets masked unless asked")
  DeadLetterViews.Letter showDeadLetter(
      HttpServletRequest request,
      @PathVariable String work,
      @RequestParam(defaultValue = "false") boolean unmasked) {
    Caller.with(unmasked ? Role.EDIT : Role.VIEW, request);
    DeadLetterLine line = reader.line(work);
    return commands.canReadTheLog()
        ? DeadLetterPresenter.letter(commands.letter(row(line)), unmasked)
        : DeadLetterPresenter.lineOnly(line);
  }

  @PatchMapping("/api/v3/dlq/{work}")
  @Operation(
      summary = "Have another event sent in place of the original, from the next replay on",
      body = EditRequest.class,
      status = 202)
  ResponseEntity<DeadLetterViews.Ordered> editDeadLetter(
      HttpServletRequest request, @PathVariable String work) {
    Caller caller = Caller.with(Role.EDIT, request);
    EditRequest asked = bodies.body(request, EditRequest.class);
    String by = caller.by(asked.by());
    if (asked.event() == null || !asked.event().isObject()) {
      throw refused("/event", String.valueOf(asked.event()), "is the whole event as a JSON object");
    }
    DeadLetterLine line = reader.line(work);
    commands.requireReachable();
    RetryRow row = row(line);
    if (asked.version() != null && asked.version() != row.version()) {
      throw RequestRefused.of(
          HttpStatus.CONFLICT,
          new Issue(
              "/version",
              asked.version().toString(),
              "is the version of the row, which is %d now".formatted(row.version())));
    }
    String why = Objects.requireNonNullElse(asked.why(), "");
    try {
      return switch (commands.edit(row, asked.event(), by, why)) {
        case ReplayOutcome.Accepted accepted ->
            ResponseEntity.accepted()
                .body(
                    new DeadLetterViews.Ordered(
                        accepted.operation().toString(),
                        1,
                        Map.of("work", DeadLetterPresenter.PATH + "/" + row.work())));
        case ReplayOutcome.Refused no ->
            throw RequestRefused.of(
                HttpStatus.CONFLICT, new Issue("work", work, "can be edited: " + no.why()));
      };
    } catch (DeadLetterCommands.NoSuchEvent wrong) {
      throw refused("/event", "", String.valueOf(wrong.getMessage()));
    }
  }

  private RetryRow row(DeadLetterLine line) {
    return reader
        .view()
        .find(line.work())
        .orElseThrow(
            () ->
                RequestRefused.of(
                    HttpStatus.NOT_FOUND,
                    new Issue("work", line.work().toString(), "is a work that failed")));
  }

  private static RequestRefused refused(String field, String value, String rule) {
    return RequestRefused.of(HttpStatus.UNPROCESSABLE_CONTENT, new Issue(field, value, rule));
  }
}
