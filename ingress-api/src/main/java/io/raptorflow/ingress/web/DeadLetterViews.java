package io.raptorflow.ingress.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What callers get about dead letters.
final class DeadLetterViews {
  private DeadLetterViews() {}

  /// A page, the last failure first.
  ///
  /// @param next cursor of the next page; missing on the last one
  record Page(
      List<Line> works, @Nullable String next, @JsonProperty("_links") Map<String, String> links) {}

  /// One failed work.
  ///
  /// @param agent empty when the record does not say; so is workspace
  /// @param due when it is tried again; missing when no retry waits
  record Line(
      String work,
      String status,
      String reason,
      String agent,
      String group,
      String workspace,
      @Nullable String run,
      String topic,
      String fingerprint,
      String message,
      int failures,
      int replays,
      Instant first,
      Instant last,
      @Nullable Instant due,
      boolean edited,
      int version,
      @JsonProperty("_links") Map<String, String> links) {}

  /// One failed work with all that is known of it.
  ///
  /// @param history the last failures and commands, oldest first
  /// @param headers of the dead letter
  /// @param event the decoded body; missing when the bytes are no event
  /// @param value the bytes of the body in base64; missing when the letter is masked
  /// @param note what is not shown, and why; missing when everything is
  record Letter(
      Line work,
      List<String> history,
      Map<String, String> headers,
      @Nullable JsonNode event,
      @Nullable String value,
      @Nullable String note) {}

  /// @param total causes, of which `groups` has the most frequent
  record GroupList(int total, List<Group> groups) {}

  /// Failed works with one cause.
  ///
  /// @param where filter that selects them
  /// @param suspect `WORK`, `HELD`, `OUTAGE`, `CONFIGURATION` or `UNCLEAR`
  /// @param trend how they came in over the last hour
  record Group(
      String fingerprint,
      String reason,
      List<String> agents,
      int count,
      int waiting,
      Instant first,
      Instant last,
      String message,
      String sample,
      String suspect,
      String advice,
      String where,
      Trend trend) {}

  /// @param direction `NEW`, `RISING`, `STEADY`, `FALLING` or `QUIET`
  /// @param stepSeconds length of a step
  /// @param arrivals works that failed first in each step of the last hour, the latest step last
  record Trend(String direction, int stepSeconds, List<Integer> arrivals) {}

  /// Counts; a work is open while it waits for its retry or for an operator.
  record Stats(
      int works,
      int open,
      Map<String, Integer> byStatus,
      Map<String, Integer> byReason,
      Map<String, Integer> byAgent,
      Map<String, Integer> byWorkspace,
      @Nullable Instant oldest,
      Map<String, Instant> oldestByReason,
      List<Minute> lastHour) {}

  record Minute(Instant from, int arrived, int drained) {}

  /// What would be done. Nothing was.
  ///
  /// @param plan hash that stands for exactly this set; missing when the set is empty
  /// @param first works of the set, at most 20
  record Plan(
      String verb,
      @Nullable String plan,
      String where,
      int count,
      List<String> first,
      String by,
      @JsonProperty("_links") Map<String, String> links) {}

  /// A part of a plan's set.
  ///
  /// @param next place of the next part; missing on the last one
  record PlanItems(
      String verb, String plan, int count, List<PlanItem> items, @Nullable Integer next) {}

  /// @param version of the row when the plan was made; a work that changed since is not touched
  record PlanItem(String work, int version) {}

  /// A command was written; the replayer obeys.
  record Ordered(String id, int count, @JsonProperty("_links") Map<String, String> links) {}

  record RuleList(List<Rule> rules) {}

  /// What is done with failed work that a filter admits.
  ///
  /// @param then `HOLD`, `PARK`, `QUARANTINE`, `DISCARD` or `RETRY_AS`
  /// @param as failure class; missing unless `then` is `RETRY_AS`
  /// @param active false for a rule that was taken back
  /// @param origin `OPERATOR`, or `OUTAGE` for a rule of the replayer
  /// @param releasePerSecond works a second at which what it held goes on, 0 for all at once;
  ///   missing for little by little and for rules in force
  record Rule(
      String name,
      String where,
      String then,
      @Nullable String as,
      boolean active,
      String origin,
      String by,
      String why,
      Instant at,
      @Nullable BigDecimal releasePerSecond,
      @JsonProperty("_links") Map<String, String> links) {}

  /// What a filter would have caught.
  ///
  /// @param failed works that failed in these hours
  /// @param caught those of them that the filter admits
  record RuleTest(int hours, int failed, int caught, List<Group> groups) {}

  record JobList(List<Job> jobs) {}

  /// How a job stands.
  ///
  /// @param failed works that failed again
  record Job(
      String job,
      String status,
      String verb,
      String by,
      String why,
      String where,
      String plan,
      int total,
      int sent,
      int refused,
      int succeeded,
      int failed,
      String note,
      Instant startedAt,
      Instant at,
      @JsonProperty("_links") Map<String, String> links) {}
}
