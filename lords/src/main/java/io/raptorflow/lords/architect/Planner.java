package io.raptorflow.lords.architect;

import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.CampaignCommand;
import io.raptorflow.bus.CampaignCommand.InvokeAgent;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.Lane;
import io.raptorflow.bus.Payload;
import io.raptorflow.bus.Spend;
import io.raptorflow.campaign.BriefReader;
import io.raptorflow.lords.Library;
import io.raptorflow.lords.architect.NodeState.Progress;
import io.raptorflow.lords.architect.RunBook.Status;
import io.raptorflow.lords.workflow.Charter;
import io.raptorflow.lords.workflow.Plan;
import io.raptorflow.lords.workflow.Plan.PlannedNode;
import io.raptorflow.lords.workflow.Workflow;
import io.raptorflow.lords.workflow.Workflow.Node;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Turns a command into a plan, or refuses: gate G0.
public final class Planner {
  private static final BigDecimal SINGLE_AGENT_BUDGET_USD = BigDecimal.ONE;

  private static final Pattern SOURCE_NAME = Pattern.compile("[a-z0-9_]{1,64}");

  /// Documents that the run makes; a source of that name would speak in a Lord's place.
  private static final Set<String> RESERVED =
      Set.of(
          "brief",
          "plan",
          "settings",
          "assets",
          "budget",
          "budget_split",
          "strategy",
          "war_brief",
          "measurement_plan",
          "claims_ledger",
          "findings",
          "not_checked",
          "held_back",
          "waivers",
          "release_list",
          "rewrite_notes",
          "quality_review",
          "tracking_qa",
          "publish_receipts",
          "launch_note",
          "manifest",
          "forecasts",
          "test_verdicts",
          "bandit_split",
          "attribution_report",
          "mix_model",
          "pacing_report",
          "survival_report",
          "customer_value",
          "rfm_segments",
          "cohort_table",
          "funnel_report",
          "sentiment_report",
          "share_of_voice",
          "topic_report",
          "search_decay",
          "lead_scores",
          "creative_fatigue",
          "kpi_anomalies",
          "executive_report");

  private final Charter charter;

  public Planner(Charter charter) {
    this.charter = charter;
  }

  /// What is asked for.
  record Request(
      String workflow, Payload brief, List<Attachment> sources, Lane lane, BigDecimal budgetUsd) {}

  /// A plan, or why there is none.
  sealed interface Outcome {}

  record Planned(RunBook book, String why) implements Outcome {}

  record Refused(String why) implements Outcome {}

  Outcome plan(RunBook heard, CampaignCommand command, Request request, Library library) {
    Workflow workflow = charter.workflows().get(request.workflow());
    if (workflow == null || !charter.runnable().contains(request.workflow())) {
      return new Refused(
          "workflow '%s' does not run in this version; %s does"
              .formatted(request.workflow(), charter.runnable()));
    }
    for (Attachment source : request.sources()) {
      if (!SOURCE_NAME.matcher(source.name()).matches() || isReserved(source.name())) {
        return new Refused(
            "a source is named '%s': names are 1 to 64 of [a-z0-9_] and not those of the run's own"
                    .formatted(source.name())
                + " documents");
      }
    }
    BriefReader.Reading reading = BriefReader.read(library.text(request.brief()));
    if (reading.brief() == null) {
      return new Refused(
          reading.problems().stream()
              .map(BriefReader.Issue::toString)
              .collect(Collectors.joining("; ")));
    }
    Set<String> tables =
        request.sources().stream()
            .filter(source -> source.mediaType().equals(Attachment.CSV))
            .map(Attachment::name)
            .collect(Collectors.toSet());
    Plan plan = Plan.of(workflow, reading.brief(), tables, charter.roster());
    Map<String, Attachment> documents = new TreeMap<>();
    request.sources().forEach(source -> documents.put(source.name(), source));
    documents.put("brief", new Attachment("brief", Attachment.JSON, request.brief()));
    documents.put("plan", Attachment.json("plan", CanonicalJson.write(summary(plan))));
    if (!reading.gaps().isEmpty()) {
      documents.put(
          "gaps.brief",
          Attachment.json(
              "gaps.brief",
              CanonicalJson.write(
                  reading.gaps().stream().map(BriefReader.Issue::toString).toList())));
    }
    String why =
        reading.gaps().isEmpty()
            ? "the brief is complete"
            : "the brief is complete but for " + reading.gaps().size() + " marked gaps";
    return new Planned(
        book(heard, command, plan, request.lane(), request.budgetUsd(), documents), why);
  }

  private static boolean isReserved(String name) {
    return RESERVED.contains(name) || name.startsWith("approval_") || name.startsWith("dossier_");
  }

  /// A plan of one node for one agent.
  RunBook single(RunBook heard, CampaignCommand command, InvokeAgent invoke) {
    Node node =
        new Node(
            "A01",
            "One run of " + charter.roster().name(invoke.agent()),
            List.of(invoke.agent()),
            List.of(),
            "",
            0);
    Plan plan = new Plan("one agent", List.of(new PlannedNode(node, node.agents(), "")), Map.of());
    Map<String, Attachment> documents = new TreeMap<>();
    invoke.inputs().forEach(input -> documents.put(input.name(), input));
    return book(heard, command, plan, invoke.lane(), SINGLE_AGENT_BUDGET_USD, documents);
  }

  private static RunBook book(
      RunBook heard,
      CampaignCommand command,
      Plan plan,
      Lane lane,
      BigDecimal budgetUsd,
      Map<String, Attachment> documents) {
    Map<String, NodeState> nodes = new HashMap<>();
    for (PlannedNode planned : plan.nodes()) {
      nodes.put(planned.node().id(), new NodeState(progress(planned), 0, 0));
    }
    return new RunBook(
        Status.RUNNING,
        plan,
        lane,
        budgetUsd,
        command.run().value().getLeastSignificantBits(),
        nodes,
        documents,
        Map.of(),
        List.of(),
        Spend.NOTHING,
        Map.of(),
        heard.commands());
  }

  /// The intake is done by the time there is a plan: gate G0 was passed to get here.
  private static Progress progress(PlannedNode planned) {
    if (!planned.skipped().isEmpty()) {
      return Progress.SKIPPED;
    }
    return planned.node().gateId().equals("G0") ? Progress.DONE : Progress.PENDING;
  }

  private static Map<String, Object> summary(Plan plan) {
    List<Map<String, Object>> nodes = new ArrayList<>();
    for (PlannedNode planned : plan.nodes()) {
      Map<String, Object> node = new LinkedHashMap<>();
      node.put("id", planned.node().id());
      node.put("title", planned.node().title());
      node.put("wave", planned.node().wave());
      node.put("gate", planned.node().gate());
      node.put("agents", planned.agents().stream().map(Object::toString).toList());
      node.put("dependsOn", planned.node().dependsOn());
      node.put("skipped", planned.skipped());
      nodes.add(node);
    }
    return Map.of("workflow", plan.workflow(), "nodes", nodes, "absences", plan.absences());
  }
}
