package io.raptorflow.ingress.command;

import io.raptorflow.bus.Lane;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Collects what is wrong with a request, so that a caller learns all of it at once.
final class Checks {
  static final int NAME_CHARACTERS_MAX = 120;
  static final int TEXT_CHARACTERS_MAX = 4_000;

  private final List<Issue> issues = new ArrayList<>();

  void issue(String field, Object value, String rule) {
    issues.add(new Issue(field, String.valueOf(value), rule));
  }

  boolean isClean() {
    return issues.isEmpty();
  }

  Verdict.Unfit unfit() {
    return new Verdict.Unfit(issues);
  }

  /// A text that must be there.
  String needed(String field, @Nullable String text, int most) {
    if (text == null || text.isBlank()) {
      issue(field, text == null ? "missing" : "'" + text + "'", "must be given");
      return "";
    }
    return optional(field, text, most);
  }

  /// A text that may be missing; empty then.
  String optional(String field, @Nullable String text, int most) {
    String given = text == null ? "" : text.strip();
    if (given.length() > most) {
      issue(field, given.length() + " characters", "has at most " + most + " characters");
    }
    if (given.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t')) {
      issue(field, "a control character", "is plain text");
    }
    return given;
  }

  /// `speed` overtakes; `quality` and `balanced` wait their turn.
  Lane lane(String field, @Nullable String priority) {
    return switch (priority == null ? "balanced" : priority) {
      case "speed" -> Lane.CRITICAL;
      case "quality", "balanced" -> Lane.NORMAL;
      default -> {
        issue(field, String.valueOf(priority), "is speed, quality or balanced");
        yield Lane.NORMAL;
      }
    };
  }
}
