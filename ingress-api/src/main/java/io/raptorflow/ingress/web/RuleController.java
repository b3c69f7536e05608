package io.raptorflow.ingress.web;

import io.raptorflow.bus.DeadLetterRule;
import io.raptorflow.bus.DeadLetterRule.Action;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.kafka.TopicTable;
import io.raptorflow.dlq.FailureGroup;
import io.raptorflow.dlq.RuleDesk;
import io.raptorflow.dlq.query.DeadLetterQuery;
import io.raptorflow.dlq.view.DeadLetterView;
import io.raptorflow.ingress.Role;
import io.raptorflow.ingress.command.Issue;
import io.raptorflow.ingress.dlq.DeadLetterCommands;
import io.raptorflow.ingress.dlq.ReleaseRequest;
import io.raptorflow.ingress.dlq.RuleRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What is decided on failed work in place of its failure class. A rule that gives work up needs
/// the role DISCARD, made and taken back; every other one changes when work is tried, and needs
/// REPLAY.
@RestController
final class RuleController {
  private static final int HOURS_MAX = 720;
  private static final int LOG_MAX = 10_000;
  private static final BigDecimal RATE_MAX = new BigDecimal("1000000");

  private final RequestReader bodies;
  private final DeadLetterReader reader;
  private final DeadLetterCommands commands;
  private final TopicTable<DeadLetterRule> rules;

  RuleController(
      RequestReader bodies,
      DeadLetterReader reader,
      DeadLetterCommands commands,
      TopicTable<DeadLetterRule> rules) {
    this.bodies = bodies;
    this.reader = reader;
    this.commands = commands;
    this.rules = rules;
  }

  @GetMapping("/api/v3/dlq/rules")
  @Operation(summary = "Rules in force: operators' and, in an outage, the replayer's own")
  DeadLetterViews.RuleList listRules(HttpServletRequest request) {
    Caller.with(Role.VIEW, request);
    return new DeadLetterViews.RuleList(
        rules.values().stream()
            .filter(DeadLetterRule::active)
            .sorted(Comparator.comparing(DeadLetterRule::name))
            .map(DeadLetterPresenter::rule)
            .toList());
  }

  @PostMapping("/api/v3/dlq/rules")
  @Operation(
      summary = "Make a rule, or change the one of its name; it counts for what fails from now on",
      body = RuleRequest.class,
      status = 202)
  ResponseEntity<DeadLetterViews.Rule> makeRule(HttpServletRequest request) {
    RuleRequest asked = bodies.body(request, RuleRequest.class);
    Action action = action(asked.then());
    Caller caller = Caller.with(role(action), request);
    RuleDesk.Draft draft = draft(asked, action);
    // Whoever changes a rule takes the old one back.
    inForce(draft.name()).ifPresent(old -> Caller.with(role(old.action()), request));
    DeadLetterRule rule = commands.make(draft, caller.by(asked.by()), reason(asked.why()));
    return ResponseEntity.accepted().body(DeadLetterPresenter.rule(rule));
  }

  @PostMapping("/api/v3/dlq/rules/{name}/release")
  @Operation(
      summary = "Take a rule back; what it held goes on, little by little unless hurried",
      body = ReleaseRequest.class,
      status = 202)
  ResponseEntity<DeadLetterViews.Rule> releaseRule(
      HttpServletRequest request, @PathVariable String name) {
    ReleaseRequest asked = bodies.body(request, ReleaseRequest.class);
    DeadLetterRule rule = inForce(name).orElseThrow(() -> noSuchRule(name));
    Caller caller = Caller.with(role(rule.action()), request);
    Double pace = pace(asked);
    return commands
        .takeBack(name, caller.by(asked.by()), Objects.requireNonNullElse(asked.why(), ""), pace)
        .map(DeadLetterPresenter::rule)
        .map(taken -> ResponseEntity.accepted().body(taken))
        .orElseThrow(() -> noSuchRule(name));
  }

  @GetMapping("/api/v3/dlq/rules/test")
  @Operation(summary = "What a rule with this filter would have decided on; changes nothing")
  DeadLetterViews.RuleTest testRule(
      HttpServletRequest request,
      @RequestParam String where,
      @RequestParam(defaultValue = "24") int hours) {
    Caller.with(Role.VIEW, request);
    Duration span = Duration.ofHours(DeadLetterReader.number("hours", hours, 1, HOURS_MAX));
    RuleDesk.Draft draft = draft("test", where, Action.HOLD, null);
    DeadLetterView view = reader.view();
    List<FailureGroup> caught = view.groups(draft.query(), span);
    return new DeadLetterViews.RuleTest(
        hours,
        works(view.groups(DeadLetterQuery.everything(), span)),
        works(caught),
        DeadLetterPresenter.groups(caught, DeadLetterView.PAGE_MAX).groups());
  }

  @GetMapping("/api/v3/dlq/rules/log")
  @Operation(summary = "Who made and took back which rule, the last one first")
  DeadLetterViews.RuleList logRules(
      HttpServletRequest request, @RequestParam(defaultValue = "1000") int limit) {
    Caller.with(Role.VIEW, request);
    int most = DeadLetterReader.number("limit", limit, 1, LOG_MAX);
    return new DeadLetterViews.RuleList(
        commands.ruleHistory().reversed().stream()
            .limit(most)
            .map(DeadLetterPresenter::rule)
            .toList());
  }

  private Optional<DeadLetterRule> inForce(String name) {
    return rules.get(name).filter(DeadLetterRule::active);
  }

  private static int works(List<FailureGroup> groups) {
    return groups.stream().mapToInt(FailureGroup::count).sum();
  }

  private static Role role(Action action) {
    return switch (action) {
      case DISCARD -> Role.DISCARD;
      case HOLD, PARK, QUARANTINE, RETRY_AS -> Role.REPLAY;
    };
  }

  private static Action action(@Nullable String text) {
    String name = String.valueOf(text).toUpperCase(Locale.ROOT).replace('-', '_');
    return Stream.of(Action.values())
        .filter(action -> action.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> refused("/then", text, "is hold, park, quarantine, discard or retry-as"));
  }

  private static RuleDesk.Draft draft(RuleRequest asked, Action action) {
    if ((action == Action.RETRY_AS) != (asked.as() != null)) {
      throw refused("/as", asked.as(), "is given with retry-as, and with nothing else");
    }
    FailureClass as = asked.as() == null ? null : failure(asked.as());
    return draft(String.valueOf(asked.name()), String.valueOf(asked.where()), action, as);
  }

  private static FailureClass failure(String text) {
    return Stream.of(FailureClass.values())
        .filter(failure -> failure.name().equals(text.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> refused("/as", text, "is a failure class such as TRANSIENT"));
  }

  private static RuleDesk.Draft draft(
      String name, String where, Action action, @Nullable FailureClass as) {
    DeadLetterQuery query = DeadLetterQuery.parse(where);
    try {
      return new RuleDesk.Draft(name, query, action, as);
    } catch (IllegalArgumentException wrong) {
      throw refused("rule", name + " where " + where, String.valueOf(wrong.getMessage()));
    }
  }

  private static String reason(@Nullable String why) {
    if (why == null || why.isBlank()) {
      throw refused("/why", why, "is given: a rule works on when nobody remembers it");
    }
    return why;
  }

  private static @Nullable Double pace(ReleaseRequest asked) {
    BigDecimal rate = asked.rate();
    if (Boolean.TRUE.equals(asked.now())) {
      if (rate != null) {
        throw refused("/rate", rate, "is left out with now");
      }
      return 0.0;
    }
    if (rate == null) {
      return null;
    }
    if (rate.signum() <= 0 || rate.compareTo(RATE_MAX) > 0) {
      throw refused("/rate", rate, "is above 0 and at most 1,000,000 works a second");
    }
    return rate.doubleValue();
  }

  private static RequestRefused noSuchRule(String name) {
    return RequestRefused.of(
        HttpStatus.NOT_FOUND, new Issue("name", name, "is the name of a rule in force"));
  }

  private static RequestRefused refused(String field, @Nullable Object value, String rule) {
    return RequestRefused.of(
        HttpStatus.UNPROCESSABLE_CONTENT, new Issue(field, String.valueOf(value), rule));
  }
}
