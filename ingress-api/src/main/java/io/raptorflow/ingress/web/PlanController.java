package io.raptorflow.ingress.web;

import io.raptorflow.bus.ReplayOperation.Verb;
import io.raptorflow.dlq.JobPlan;
import io.raptorflow.dlq.query.DeadLetterQuery;
import io.raptorflow.ingress.Role;
import io.raptorflow.ingress.command.Issue;
import io.raptorflow.ingress.dlq.DeadLetterCommands;
import io.raptorflow.ingress.dlq.PlanRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// A look before the leap: exactly which works a job would touch.
@RestController
final class PlanController {
  private static final int PART_MAX = 10_000;

  private final RequestReader bodies;
  private final DeadLetterReader reader;
  private final DeadLetterCommands commands;

  PlanController(RequestReader bodies, DeadLetterReader reader, DeadLetterCommands commands) {
    this.bodies = bodies;
    this.reader = reader;
    this.commands = commands;
  }

  @PostMapping("/api/v3/dlq/plans")
  @Operation(summary = "What would be done, to exactly which works", body = PlanRequest.class)
  DeadLetterViews.Plan planJob(HttpServletRequest request) {
    Caller caller = Caller.of(request);
    PlanRequest asked = bodies.body(request, PlanRequest.class);
    Verb verb = DeadLetterReader.verb(asked.verb());
    Caller.with(DeadLetterReader.role(verb), request);
    String by = caller.by(asked.by());
    JobPlan plan = plan(verb, asked);
    if (!plan.items().isEmpty()) {
      commands.propose(plan, by);
    }
    return DeadLetterPresenter.plan(plan, by);
  }

  private JobPlan plan(Verb verb, PlanRequest asked) {
    int max =
        asked.max() == null
            ? Integer.MAX_VALUE
            : DeadLetterReader.number("/max", asked.max(), 1, Integer.MAX_VALUE);
    DeadLetterQuery query = reader.query(asked.where());
    List<String> works = Objects.requireNonNullElse(asked.works(), List.<String>of());
    boolean all = Boolean.TRUE.equals(asked.all());
    int ways = (query.isNarrow() ? 1 : 0) + (works.isEmpty() ? 0 : 1) + (all ? 1 : 0);
    if (ways != 1) {
      throw RequestRefused.of(
          HttpStatus.UNPROCESSABLE_CONTENT,
          new Issue(
              "/where",
              ways == 0 ? "nothing" : "several ways",
              "is one way to say which: where, works, or \"all\": true"));
    }
    return works.isEmpty() ? reader.view().plan(verb, query, max) : reader.plan(verb, works);
  }

  @GetMapping("/api/v3/dlq/plans/{plan}")
  @Operation(summary = "The set of a plan, part by part")
  DeadLetterViews.PlanItems planItems(
      HttpServletRequest request,
      @PathVariable String plan,
      @RequestParam(defaultValue = "replay") String verb,
      @RequestParam(defaultValue = "0") int from,
      @RequestParam(defaultValue = "1000") int limit) {
    Caller.with(Role.VIEW, request);
    int begin = DeadLetterReader.number("from", from, 0, Integer.MAX_VALUE);
    int most = DeadLetterReader.number("limit", limit, 1, PART_MAX);
    Verb what = DeadLetterReader.verb(verb);
    JobPlan found =
        commands
            .plan(what, plan)
            .orElseThrow(
                () ->
                    RequestRefused.of(
                        HttpStatus.NOT_FOUND,
                        new Issue("plan", plan, "is a plan to " + verb + " that was made")));
    return DeadLetterPresenter.items(found, plan, begin, most);
  }
}
