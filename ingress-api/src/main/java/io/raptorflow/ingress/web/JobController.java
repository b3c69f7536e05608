package io.raptorflow.ingress.web;

import io.raptorflow.bus.JobOrder.Action;
import io.raptorflow.bus.JobState;
import io.raptorflow.bus.ReplayOperation.Verb;
import io.raptorflow.bus.kafka.TopicTable;
import io.raptorflow.dlq.ExpiredPlan;
import io.raptorflow.dlq.JobPlan;
import io.raptorflow.dlq.ReplayJobs.Pace;
import io.raptorflow.dlq.ReplayJobs.Proposal;
import io.raptorflow.ingress.Operators;
import io.raptorflow.ingress.Role;
import io.raptorflow.ingress.command.Issue;
import io.raptorflow.ingress.dlq.DeadLetterCommands;
import io.raptorflow.ingress.dlq.JobRequest;
import io.raptorflow.ingress.dlq.SteerRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Work on many dead letters. The replayer does it; whoever ordered it may leave.
@RestController
final class JobController {
  private static final int NAMED_MAX = 1_000;
  private static final int CONFIRM_ABOVE = 1_000;
  private static final int LIST_MAX = 1_000;
  private static final BigDecimal RATE_MAX = new BigDecimal("1000000");

  private final RequestReader bodies;
  private final DeadLetterReader reader;
  private final DeadLetterCommands commands;
  private final TopicTable<JobState> jobs;
  private final Operators operators;

  JobController(
      RequestReader bodies,
      DeadLetterReader reader,
      DeadLetterCommands commands,
      TopicTable<JobState> jobs,
      Operators operators) {
    this.bodies = bodies;
    this.reader = reader;
    this.commands = commands;
    this.jobs = jobs;
    this.operators = operators;
  }

  /// A set that may be worked on.
  ///
  /// @param proposedBy nobody when the works were named one by one
  private record Chosen(JobPlan plan, Set<String> proposedBy) {}

  @PostMapping("/api/v3/dlq/jobs")
  @Operation(
      summary = "Replay, discard or restore exactly the works of a plan",
      body = JobRequest.class,
      status = 202)
  ResponseEntity<DeadLetterViews.Ordered> startJob(HttpServletRequest request) {
    Caller caller = Caller.of(request);
    JobRequest asked = bodies.body(request, JobRequest.class);
    Verb verb = DeadLetterReader.verb(asked.verb());
    Caller.with(DeadLetterReader.role(verb), request);
    String by = caller.by(asked.by());
    Pace pace = pace(verb, asked);
    Chosen chosen = choose(verb, asked);
    int count = chosen.plan().items().size();
    if (count > CONFIRM_ABOVE && !Integer.valueOf(count).equals(asked.confirm())) {
      throw refused(
          "/confirm", asked.confirm(), "is the number of works, " + count + ", above 1,000");
    }
    requireSecondPerson(caller, chosen);
    UUID job = commands.start(chosen.plan(), pace, by, Objects.requireNonNullElse(asked.why(), ""));
    return ResponseEntity.accepted()
        .body(
            new DeadLetterViews.Ordered(
                job.toString(), count, Map.of("job", DeadLetterPresenter.PATH + "/jobs/" + job)));
  }

  private Chosen choose(Verb verb, JobRequest asked) {
    List<String> works = Objects.requireNonNullElse(asked.works(), List.<String>of());
    String plan = asked.plan();
    if ((plan == null) == works.isEmpty()) {
      throw refused("/plan", plan, "is given, or works are, and not both");
    }
    if (plan == null) {
      if (works.size() > NAMED_MAX) {
        throw refused(
            "/works", works.size() + " works", "has at most 1,000 ids; make a plan for more");
      }
      return new Chosen(reader.plan(verb, works), Set.of());
    }
    Proposal proposal = proposal(verb, plan);
    return new Chosen(proposal.plan(), proposal.by());
  }

  private Proposal proposal(Verb verb, String plan) {
    try {
      return commands
          .proposal(verb, plan)
          .orElseThrow(
              () ->
                  planRefused(
                      plan,
                      "is the hash of a plan to be %s that was made"
                          .formatted(DeadLetterReader.past(verb))));
    } catch (ExpiredPlan expired) {
      throw planRefused(
          plan,
          "is started within %d hours; it has expired, propose it anew"
              .formatted(JobPlan.LIFE.toHours()));
    }
  }

  private static RequestRefused planRefused(String plan, String rule) {
    return RequestRefused.of(HttpStatus.CONFLICT, new Issue("/plan", plan, rule));
  }

  private void requireSecondPerson(Caller caller, Chosen chosen) {
    int count = chosen.plan().items().size();
    if (operators.fourEyesAbove() == 0 || count <= operators.fourEyesAbove()) {
      return;
    }
    boolean second =
        caller.name() != null
            && chosen.proposedBy().stream().anyMatch(name -> !name.equals(caller.name()));
    if (!second) {
      throw RequestRefused.of(
          HttpStatus.FORBIDDEN,
          new Issue(
              "/plan",
              "%d works, proposed by %s"
                  .formatted(
                      count,
                      chosen.proposedBy().isEmpty()
                          ? "nobody"
                          : String.join(", ", chosen.proposedBy())),
              "is started with a token of another person than the one who proposed it, above %d"
                      .formatted(operators.fourEyesAbove())
                  + " works"));
    }
  }

  private static Pace pace(Verb verb, JobRequest asked) {
    BigDecimal rate = Objects.requireNonNullElse(asked.rate(), BigDecimal.ZERO);
    int burst = Objects.requireNonNullElse(asked.burst(), 1);
    int canary = Objects.requireNonNullElse(asked.canary(), 0);
    int stop = Objects.requireNonNullElse(asked.stopOnFailureRate(), 0);
    boolean force = Boolean.TRUE.equals(asked.force());
    List<Issue> issues = new ArrayList<>();
    if (rate.signum() < 0 || rate.compareTo(RATE_MAX) > 0) {
      issues.add(new Issue("/rate", rate.toString(), "is 0 to 1,000,000 works a second"));
    }
    if (burst < 1) {
      issues.add(new Issue("/burst", Integer.toString(burst), "is at least 1"));
    }
    if (canary < 0) {
      issues.add(new Issue("/canary", Integer.toString(canary), "is at least 0"));
    }
    if (stop < 0 || stop > 100) {
      issues.add(new Issue("/stopOnFailureRate", Integer.toString(stop), "is 0 to 100 percent"));
    }
    boolean silent = asked.why() == null || asked.why().isBlank();
    if (silent && (force || verb == Verb.DISCARD)) {
      issues.add(new Issue("/why", "missing", "is given to discard, and to force"));
    }
    if (!issues.isEmpty()) {
      throw new RequestRefused(
          HttpStatus.UNPROCESSABLE_CONTENT, "the job breaks rules; nothing was changed", issues);
    }
    return new Pace(rate.doubleValue(), burst, canary, stop, force);
  }

  @GetMapping("/api/v3/dlq/jobs")
  @Operation(summary = "Jobs, the last one first")
  DeadLetterViews.JobList listJobs(
      HttpServletRequest request, @RequestParam(defaultValue = "100") int limit) {
    Caller.with(Role.VIEW, request);
    int most = DeadLetterReader.number("limit", limit, 1, LIST_MAX);
    return new DeadLetterViews.JobList(
        jobs.values().stream()
            .sorted(Comparator.comparing(JobState::startedAt).reversed())
            .limit(most)
            .map(DeadLetterPresenter::job)
            .toList());
  }

  @GetMapping("/api/v3/dlq/jobs/{id}")
  @Operation(summary = "How a job stands")
  DeadLetterViews.Job showJob(HttpServletRequest request, @PathVariable String id) {
    Caller.with(Role.VIEW, request);
    return DeadLetterPresenter.job(find(id));
  }

  @PostMapping("/api/v3/dlq/jobs/{id}/pause")
  @Operation(summary = "Send nothing more for now", body = SteerRequest.class, status = 202)
  ResponseEntity<DeadLetterViews.Ordered> pauseJob(
      HttpServletRequest request, @PathVariable String id) {
    return steer(request, id, Action.PAUSE);
  }

  @PostMapping("/api/v3/dlq/jobs/{id}/resume")
  @Operation(summary = "Go on", body = SteerRequest.class, status = 202)
  ResponseEntity<DeadLetterViews.Ordered> resumeJob(
      HttpServletRequest request, @PathVariable String id) {
    return steer(request, id, Action.RESUME);
  }

  @PostMapping("/api/v3/dlq/jobs/{id}/cancel")
  @Operation(
      summary = "Send nothing more; what was not sent stays as it is",
      body = SteerRequest.class,
      status = 202)
  ResponseEntity<DeadLetterViews.Ordered> cancelJob(
      HttpServletRequest request, @PathVariable String id) {
    return steer(request, id, Action.CANCEL);
  }

  private ResponseEntity<DeadLetterViews.Ordered> steer(
      HttpServletRequest request, String id, Action action) {
    SteerRequest asked = bodies.body(request, SteerRequest.class);
    JobState job = find(id);
    Caller caller = Caller.with(DeadLetterReader.role(job.verb()), request);
    if (job.status().isOver()) {
      throw RequestRefused.of(
          HttpStatus.CONFLICT, new Issue("id", id, "is still at work; it is " + job.status()));
    }
    commands.steer(job.job(), action, caller.by(asked.by()));
    return ResponseEntity.accepted()
        .body(
            new DeadLetterViews.Ordered(
                id, job.total(), Map.of("job", DeadLetterPresenter.PATH + "/jobs/" + job.job())));
  }

  private JobState find(String id) {
    return DeadLetterReader.uuid(id)
        .flatMap(job -> jobs.get(job.toString()))
        .orElseThrow(
            () ->
                RequestRefused.of(
                    HttpStatus.NOT_FOUND,
                    new Issue("id", id, "is a job that the replayer has taken up")));
  }

  private static RequestRefused refused(String field, @Nullable Object value, String rule) {
    return RequestRefused.of(
        HttpStatus.UNPROCESSABLE_CONTENT, new Issue(field, String.valueOf(value), rule));
  }
}
