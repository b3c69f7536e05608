package io.raptorflow.ingress.web;

import io.raptorflow.bus.BusEvent;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.DeadLetterRule;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.JobState;
import io.raptorflow.bus.RunId;
import io.raptorflow.dlq.ArrivalTrend;
import io.raptorflow.dlq.DeadLetterDetails;
import io.raptorflow.dlq.FailureGroup;
import io.raptorflow.dlq.JobPlan;
import io.raptorflow.dlq.Masking;
import io.raptorflow.dlq.view.DeadLetterLine;
import io.raptorflow.dlq.view.DeadLetterPage;
import io.raptorflow.dlq.view.Tally;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;
import tools.jackson.databind.JsonNode;

/// Makes answers about dead letters.
final class DeadLetterPresenter {
  static final String PATH = "/api/v3/dlq";
  private static final int SHOWN = 20;

  private DeadLetterPresenter() {}

  static DeadLetterViews.Page page(DeadLetterPage page, String where, int limit) {
    Map<String, String> links =
        page.next() == null
            ? Map.of()
            : Map.of(
                "next",
                "%s?where=%s&limit=%d&cursor=%s"
                    .formatted(PATH, encoded(where), limit, page.next()));
    return new DeadLetterViews.Page(
        page.lines().stream().map(DeadLetterPresenter::line).toList(), page.next(), links);
  }

  static DeadLetterViews.Line line(DeadLetterLine line) {
    return new DeadLetterViews.Line(
        line.work().toString(),
        line.status().name(),
        line.reason().name(),
        line.agent(),
        line.group(),
        line.workspace(),
        Optional.ofNullable(line.run()).map(RunId::toString).orElse(null),
        line.topic(),
        line.fingerprint(),
        Masking.text(line.message()),
        line.failures(),
        line.replays(),
        line.firstFailedAt(),
        line.lastFailedAt(),
        line.dueAt(),
        line.edited(),
        line.version(),
        Map.of("self", PATH + "/" + line.work()));
  }

  /// @param unmasked whether secrets, personal data and the raw bytes are shown
  static DeadLetterViews.Letter letter(DeadLetterDetails details, boolean unmasked) {
    byte[] value = details.value();
    if (!unmasked) {
      return new DeadLetterViews.Letter(
          line(DeadLetterLine.of(details.row())),
          details.row().history().stream().map(Masking::text).toList(),
          new TreeMap<>(Masking.headers(details.headers())),
          details.event().map(DeadLetterPresenter::tree).map(Masking::json).orElse(null),
          null,
          value.length == 0
              ? "the letter is gone from the log, or empty"
              : "masked; unmasked=true shows all of it to callers with the role EDIT");
    }
    return new DeadLetterViews.Letter(
        line(DeadLetterLine.of(details.row())),
        details.row().history(),
        new TreeMap<>(details.headers()),
        details.event().map(DeadLetterPresenter::tree).orElse(null),
        value.length == 0 ? null : Base64.getEncoder().encodeToString(value),
        value.length == 0 ? "the letter is gone from the log, or empty" : null);
  }

  private static JsonNode tree(BusEvent event) {
    return CanonicalJson.MAPPER.valueToTree(event);
  }

  static DeadLetterViews.Letter lineOnly(DeadLetterLine line) {
    return new DeadLetterViews.Letter(
        line(line),
        List.of(),
        Map.of(),
        null,
        null,
        "Kafka cannot be reached: history, headers and body lie there");
  }

  static DeadLetterViews.GroupList groups(List<FailureGroup> groups, int limit) {
    return new DeadLetterViews.GroupList(
        groups.size(), groups.stream().limit(limit).map(DeadLetterPresenter::group).toList());
  }

  private static DeadLetterViews.Group group(FailureGroup group) {
    return new DeadLetterViews.Group(
        group.fingerprint(),
        group.reason().name(),
        group.agents(),
        group.count(),
        group.waiting(),
        group.first(),
        group.last(),
        Masking.text(group.message()),
        group.sample().toString(),
        group.suspect().name(),
        group.suspect().advice(),
        "reason=%s and fingerprint=\"%s\""
            .formatted(
                group.reason(), group.fingerprint().replace("\\", "\\\\").replace("\"", "\\\"")),
        new DeadLetterViews.Trend(
            group.trend().direction().name(),
            Math.toIntExact(ArrivalTrend.STEP.toSeconds()),
            group.trend().arrivals()));
  }

  static DeadLetterViews.Stats stats(Tally tally) {
    return new DeadLetterViews.Stats(
        tally.works(),
        tally.open(),
        named(tally.byStatus()),
        named(tally.byReason()),
        tally.byAgent(),
        tally.byWorkspace(),
        tally.oldest(),
        named(tally.oldestByReason()),
        tally.lastHour().stream()
            .map(
                minute ->
                    new DeadLetterViews.Minute(minute.from(), minute.arrived(), minute.drained()))
            .toList());
  }

  private static <K extends Enum<K>, V> Map<String, V> named(Map<K, V> counts) {
    return counts.entrySet().stream()
        .collect(
            Collectors.toMap(
                entry -> entry.getKey().name(), Map.Entry::getValue, (a, _) -> a, TreeMap::new));
  }

  static DeadLetterViews.Plan plan(JobPlan plan, String by) {
    boolean empty = plan.items().isEmpty();
    Map<String, String> links = new LinkedHashMap<>();
    if (!empty) {
      links.put("items", "%s/plans/%s?verb=%s".formatted(PATH, plan.hash(), plan.verb()));
      links.put("start", PATH + "/jobs");
    }
    return new DeadLetterViews.Plan(
        plan.verb().name(),
        empty ? null : plan.hash(),
        plan.query(),
        plan.items().size(),
        plan.items().stream().limit(SHOWN).map(item -> item.work().toString()).toList(),
        by,
        links);
  }

  static DeadLetterViews.PlanItems items(JobPlan plan, String hash, int from, int limit) {
    int size = plan.items().size();
    int end = (int) Math.min(size, (long) from + limit);
    @Nullable Integer next = end < size ? end : null;
    return new DeadLetterViews.PlanItems(
        plan.verb().name(),
        hash,
        size,
        plan.items().subList(Math.min(from, size), Math.max(Math.min(from, size), end)).stream()
            .map(item -> new DeadLetterViews.PlanItem(item.work().toString(), item.version()))
            .toList(),
        next);
  }

  static DeadLetterViews.Job job(JobState job) {
    String self = PATH + "/jobs/" + job.job();
    Map<String, String> links = new LinkedHashMap<>();
    links.put("self", self);
    if (!job.status().isOver()) {
      Function<String, String> action = name -> self + "/" + name;
      links.put("pause", action.apply("pause"));
      links.put("resume", action.apply("resume"));
      links.put("cancel", action.apply("cancel"));
    }
    return new DeadLetterViews.Job(
        job.job().toString(),
        job.status().name(),
        job.verb().name(),
        job.by(),
        job.why(),
        job.query(),
        job.planHash(),
        job.total(),
        job.sent(),
        job.refused(),
        job.succeeded(),
        job.failed(),
        job.note(),
        job.startedAt(),
        job.at(),
        links);
  }

  static DeadLetterViews.Rule rule(DeadLetterRule rule) {
    return new DeadLetterViews.Rule(
        rule.name(),
        rule.query(),
        rule.action().name(),
        Optional.ofNullable(rule.as()).map(FailureClass::name).orElse(null),
        rule.active(),
        rule.origin().name(),
        rule.by(),
        rule.why(),
        rule.at(),
        Optional.ofNullable(rule.releasePerSecond()).map(BigDecimal::valueOf).orElse(null),
        rule.active()
            ? Map.of("release", "%s/rules/%s/release".formatted(PATH, encoded(rule.name())))
            : Map.of());
  }

  private static String encoded(String text) {
    return UriUtils.encode(text, StandardCharsets.UTF_8);
  }
}
