package io.raptorflow.ingress.command;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.CampaignCommand;
import io.raptorflow.bus.CampaignCommand.InvokeAgent;
import io.raptorflow.bus.CampaignCommand.LaunchCampaign;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.Lane;
import io.raptorflow.bus.Payload;
import io.raptorflow.bus.RunId;
import io.raptorflow.campaign.BriefReader;
import io.raptorflow.campaign.Decimals;
import io.raptorflow.ingress.IngressSettings;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Turns requests for a run into commands, or says what is wrong with them: gate G0 at the door.
public final class Launches {
  private static final Pattern SOURCE_NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");
  private static final Set<String> MEDIA_TYPES =
      Set.of(Attachment.JSON, Attachment.CSV, "text/plain", "text/markdown");

  /// Documents that only the Council writes: a file must not pass for one of them.
  private static final Pattern RESERVED =
      Pattern.compile(
          "brief|request|plan|war_brief|strategy|budget|measurement_plan|campaign_calendar"
              + "|claims_ledger|assets|findings|release_list|held_back|not_checked|quality_review"
              + "|tracking_qa|launch_note|manifest|rewrite_notes"
              + "|(approval|dossier|publish|gaps)[_-].*|gaps");

  private static final String BRIEF_SCHEMA = "brand-brief/1";

  private final IngressSettings settings;

  public Launches(IngressSettings settings) {
    this.settings = settings;
  }

  public Verdict campaign(Origin origin, LaunchRequest request) {
    Checks checks = new Checks();
    Lane lane = checks.lane("/priority", request.priority());
    String by = checks.optional("/by", request.by(), Checks.NAME_CHARACTERS_MAX);
    BigDecimal budget = budget(checks, request.budgetUsd());
    List<Attachment> sources = new ArrayList<>();
    Optional<Issue> oversized = sources(checks, request.sources(), sources);
    if (oversized.isPresent()) {
      return new Verdict.TooLarge(oversized.get());
    }
    JsonNode brief = request.brief();
    if (brief == null || !brief.isObject()) {
      checks.issue(
          "/brief",
          brief == null ? "missing" : brief,
          "is a JSON object of schema " + BRIEF_SCHEMA);
      return checks.unfit();
    }
    return launch(origin, checks, new Wanted("/brief", brief, sources, lane, budget, by));
  }

  public Verdict execute(Origin origin, ExecuteRequest request, Set<AgentId> known) {
    Checks checks = new Checks();
    Lane lane = checks.lane("/priority", request.priority());
    String user = checks.optional("/userId", request.userId(), Checks.NAME_CHARACTERS_MAX);
    String goal = checks.optional("/goal", request.goal(), Checks.TEXT_CHARACTERS_MAX);
    String selection = Objects.requireNonNullElse(request.agentSelection(), "auto");
    if (!selection.equals("auto") && !selection.equals("manual")) {
      checks.issue("/agentSelection", selection, "is auto or manual");
    }
    List<AgentId> selected = selected(checks, request.selectedAgents(), known);
    ExecuteRequest.Context context = request.context();
    Optional<Found> brief = brief(context);
    Map<String, Object> rest = rest(request, goal);
    if (brief.isPresent() && selection.equals("auto")) {
      List<Attachment> sources =
          rest.isEmpty()
              ? List.of()
              : List.of(Attachment.json("request", CanonicalJson.write(rest)));
      return launch(
          origin,
          checks,
          new Wanted(
              brief.get().field(), brief.get().brief(), sources, lane, settings.budgetUsd(), user));
    }
    if (selected.size() != 1) {
      checks.issue(
          "/selectedAgents",
          selected,
          brief.isPresent()
              ? "names exactly one agent when agentSelection is manual"
              : "names exactly one agent when there is no brief");
      if (brief.isEmpty()) {
        checks.issue(
            "/context/brief",
            "missing",
            "is a JSON object of schema " + BRIEF_SCHEMA + " when no single agent is selected");
      }
    }
    if (!checks.isClean()) {
      return checks.unfit();
    }
    List<Attachment> inputs = new ArrayList<>();
    brief.ifPresent(
        found -> inputs.add(Attachment.json("brief", CanonicalJson.write(found.brief()))));
    if (!rest.isEmpty()) {
      inputs.add(Attachment.json("request", CanonicalJson.write(rest)));
    }
    for (Attachment input : inputs) {
      if (input.body().bytes() > settings.limits().briefBytesMax()) {
        return new Verdict.TooLarge(
            new Issue(
                "/context",
                input.body().bytes() + " bytes",
                "has at most " + settings.limits().briefBytesMax() + " bytes"));
      }
    }
    return fits(origin, user, new InvokeAgent(selected.getFirst(), inputs, lane));
  }

  /// A campaign as asked for.
  ///
  /// @param field where the brief stands in the request
  private record Wanted(
      String field,
      JsonNode brief,
      List<Attachment> sources,
      Lane lane,
      BigDecimal budgetUsd,
      String by) {}

  private Verdict launch(Origin origin, Checks checks, Wanted wanted) {
    Payload brief = Payload.inline(CanonicalJson.write(wanted.brief()));
    if (brief.bytes() > settings.limits().briefBytesMax()) {
      return new Verdict.TooLarge(
          new Issue(
              wanted.field(),
              brief.bytes() + " bytes",
              "a brief has at most " + settings.limits().briefBytesMax() + " bytes"));
    }
    for (BriefReader.Issue problem : BriefReader.read(brief.text()).problems()) {
      checks.issue(wanted.field() + problem.path(), problem.value(), problem.rule());
    }
    return checks.isClean()
        ? fits(
            origin,
            wanted.by(),
            new LaunchCampaign(brief, wanted.sources(), wanted.lane(), wanted.budgetUsd()))
        : checks.unfit();
  }

  private static Verdict fits(Origin origin, String by, CampaignCommand.Body body) {
    RunId run = origin.newRun();
    return new Verdict.Fits(
        new CampaignCommand(
            origin.command(run),
            run,
            origin.workspace(),
            by.isEmpty() ? "api" : by,
            origin.at(),
            body));
  }

  private BigDecimal budget(Checks checks, @Nullable BigDecimal asked) {
    if (asked == null) {
      return settings.budgetUsd();
    }
    if (!Decimals.isCountable(asked)
        || asked.signum() < 0
        || asked.compareTo(settings.budgetUsdMax()) > 0) {
      checks.issue("/budgetUsd", asked, "is between 0 and " + settings.budgetUsdMax());
      return settings.budgetUsd();
    }
    return asked;
  }

  /// Reads sources into `into`; returns what is too large.
  private Optional<Issue> sources(
      Checks checks, @Nullable List<LaunchRequest.Source> given, List<Attachment> into) {
    List<LaunchRequest.Source> sources = given == null ? List.of() : given;
    if (sources.size() > settings.limits().sourcesMax()) {
      checks.issue(
          "/sources",
          sources.size() + " sources",
          "has at most " + settings.limits().sourcesMax() + " sources");
      return Optional.empty();
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < sources.size(); i++) {
      String field = "/sources/" + i;
      LaunchRequest.Source source = sources.get(i);
      String name = Objects.requireNonNullElse(source.name(), "missing name");
      String mediaType = Objects.requireNonNullElse(source.mediaType(), "missing");
      if (!SOURCE_NAME.matcher(name).matches() || RESERVED.matcher(name).matches()) {
        checks.issue(
            field + "/name",
            name,
            "matches " + SOURCE_NAME + " and is not the name of a document of the Council");
      } else if (!names.add(name)) {
        checks.issue(field + "/name", name, "is used once");
      }
      if (!MEDIA_TYPES.contains(mediaType)) {
        checks.issue(field + "/mediaType", mediaType, "is one of " + new TreeSet<>(MEDIA_TYPES));
      }
      String text = source.text();
      if (text == null) {
        checks.issue(field + "/text", "missing", "must be given");
        continue;
      }
      int bytes = text.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > settings.limits().sourceBytesMax()) {
        return Optional.of(
            new Issue(
                field + "/text",
                bytes + " bytes",
                "a source has at most " + settings.limits().sourceBytesMax() + " bytes"));
      }
      into.add(new Attachment(name, mediaType, Payload.inline(text)));
    }
    return Optional.empty();
  }

  private static List<AgentId> selected(
      Checks checks, @Nullable List<String> given, Set<AgentId> known) {
    List<AgentId> agents = new ArrayList<>();
    List<String> names = given == null ? List.of() : given;
    for (int i = 0; i < names.size(); i++) {
      try {
        AgentId agent = new AgentId(names.get(i));
        if (!known.isEmpty() && !known.contains(agent)) {
          checks.issue("/selectedAgents/" + i, agent, "is an agent on duty: GET /api/v3/agents");
        }
        agents.add(agent);
      } catch (IllegalArgumentException wrong) {
        checks.issue(
            "/selectedAgents/" + i, names.get(i), "looks like MUSE-001: GET /api/v3/agents");
      }
    }
    return agents;
  }

  /// A brief and where it stood.
  private record Found(String field, JsonNode brief) {}

  private static Optional<Found> brief(ExecuteRequest.@Nullable Context context) {
    if (context == null) {
      return Optional.empty();
    }
    JsonNode brief = context.brief();
    if (brief != null && brief.isObject()) {
      return Optional.of(new Found("/context/brief", brief));
    }
    JsonNode brand = context.brand();
    return isBrief(brand) && brand != null
        ? Optional.of(new Found("/context/brand", brand))
        : Optional.empty();
  }

  private static boolean isBrief(@Nullable JsonNode node) {
    return node != null && node.path("schema").asString("").equals(BRIEF_SCHEMA);
  }

  /// What the caller said besides the brief; kept with the run.
  private static Map<String, Object> rest(ExecuteRequest request, String goal) {
    Map<String, Object> rest = new TreeMap<>();
    if (!goal.isEmpty()) {
      rest.put("goal", goal);
    }
    ExecuteRequest.Context context = request.context();
    if (context != null) {
      put(rest, "campaign", context.campaign());
      put(rest, "icp", context.icp());
      if (!isBrief(context.brand())) {
        put(rest, "brand", context.brand());
      }
      if (context.constraints() != null && !context.constraints().isEmpty()) {
        rest.put("constraints", context.constraints());
      }
    }
    return rest;
  }

  private static void put(Map<String, Object> rest, String name, @Nullable JsonNode value) {
    if (value != null && !value.isNull()) {
      rest.put(name, value);
    }
  }
}
