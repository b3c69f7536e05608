package io.raptorflow.ingress.web;

import io.raptorflow.bus.JobItem;
import io.raptorflow.bus.ReplayOperation.Verb;
import io.raptorflow.bus.WorkId;
import io.raptorflow.dlq.JobPlan;
import io.raptorflow.dlq.query.DeadLetterQuery;
import io.raptorflow.dlq.view.DeadLetterLine;
import io.raptorflow.dlq.view.DeadLetterView;
import io.raptorflow.ingress.Role;
import io.raptorflow.ingress.command.Issue;
import io.raptorflow.ingress.dlq.DeadLetterCommands;
import io.raptorflow.ingress.dlq.Unreachable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/// What requests about dead letters have in common.
final class DeadLetterReader {
  private static final int ISSUES_MAX = 20;

  private final DeadLetterView view;
  private final DeadLetterCommands commands;

  DeadLetterReader(DeadLetterView view, DeadLetterCommands commands) {
    this.view = view;
    this.commands = commands;
  }

  /// A filter that can be answered now; null for everything.
  DeadLetterQuery query(@Nullable String where) {
    DeadLetterQuery query = DeadLetterQuery.parse(where == null ? "" : where);
    if ((query.readsPayload() || query.readsHeaders()) && !commands.canReadTheLog()) {
      throw new Unreachable("Kafka cannot be reached, and bodies and headers lie there");
    }
    return query;
  }

  /// The view, once it knows everything that was there when this process started.
  DeadLetterView view() {
    if (!view.isReady()) {
      throw new Unreachable(
          "the dead letters are still being read, %,d works so far; try again in a moment"
              .formatted(view.size()));
    }
    return view;
  }

  /// @throws RequestRefused when the text is no id, or the work has not failed
  DeadLetterLine line(String id) {
    return uuid(id)
        .flatMap(work -> view().line(new WorkId(work)))
        .orElseThrow(
            () ->
                RequestRefused.of(
                    HttpStatus.NOT_FOUND, new Issue("work", id, "is a work that failed")));
  }

  static Optional<UUID> uuid(String text) {
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException none) {
      return Optional.empty();
    }
  }

  /// What a plan or a job does to many works.
  static Verb verb(@Nullable String text) {
    return switch (text == null ? "missing" : text.toLowerCase(Locale.ROOT)) {
      case "replay" -> Verb.REPLAY;
      case "discard" -> Verb.DISCARD;
      case "restore" -> Verb.RESTORE;
      default ->
          throw RequestRefused.of(
              HttpStatus.UNPROCESSABLE_CONTENT,
              new Issue("verb", String.valueOf(text), "is replay, discard or restore"));
    };
  }

  static Role role(Verb verb) {
    return switch (verb) {
      case REPLAY -> Role.REPLAY;
      case DISCARD, RESTORE -> Role.DISCARD;
      case EDIT -> Role.EDIT;
    };
  }

  /// A whole number within bounds.
  static int number(String field, int number, int least, int most) {
    if (number < least || number > most) {
      throw RequestRefused.of(
          HttpStatus.UNPROCESSABLE_CONTENT,
          new Issue(field, Integer.toString(number), "is %,d to %,d".formatted(least, most)));
    }
    return number;
  }

  /// A plan for works named one by one. One that is not known or does not stand so that the verb
  /// fits has the whole request refused: a part of a set is not what was asked for.
  JobPlan plan(Verb verb, List<String> works) {
    List<Issue> issues = new ArrayList<>();
    List<JobItem> items = new ArrayList<>();
    for (String id : new LinkedHashSet<>(works)) {
      Optional<DeadLetterLine> line = uuid(id).flatMap(work -> view().line(new WorkId(work)));
      if (line.isEmpty()) {
        issues.add(new Issue("/works", id, "is a work that failed"));
      } else if (!JobPlan.fits(verb, line.get().status())) {
        issues.add(
            new Issue(
                "/works", id, "can be %s; it is %s".formatted(past(verb), line.get().status())));
      } else {
        items.add(new JobItem(line.get().work(), line.get().version()));
      }
    }
    if (!issues.isEmpty()) {
      throw new RequestRefused(
          HttpStatus.UNPROCESSABLE_CONTENT,
          "%d of %d works cannot be %s; nothing was changed"
              .formatted(issues.size(), works.size(), past(verb)),
          issues.stream().limit(ISSUES_MAX).toList());
    }
    return new JobPlan(verb, "", items);
  }

  static String past(Verb verb) {
    return switch (verb) {
      case REPLAY -> "replayed";
      case DISCARD -> "discarded";
      case RESTORE -> "restored";
      case EDIT -> "edited";
    };
  }
}
