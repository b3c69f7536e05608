package io.raptorflow.ingress.web;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.CampaignCommand;
import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.WorkspaceId;
import io.raptorflow.ingress.IngressSettings;
import io.raptorflow.ingress.command.CommandDesk;
import io.raptorflow.ingress.command.ExecuteRequest;
import io.raptorflow.ingress.command.Issue;
import io.raptorflow.ingress.command.LaunchRequest;
import io.raptorflow.ingress.command.Launches;
import io.raptorflow.ingress.command.Origin;
import io.raptorflow.ingress.command.Verdict;
import io.raptorflow.ingress.projection.Projector;
import io.raptorflow.ingress.read.AgentViews;
import io.raptorflow.ingress.read.RunState;
import io.raptorflow.ingress.read.Runs;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// Starts runs.
@RestController
final class LaunchController {
  /// How long an answer waits until the caller can read what it wrote.
  private static final Duration READ_YOUR_WRITE = Duration.ofSeconds(2);

  private final IngressSettings settings;
  private final RequestReader reader;
  private final Launches launches;
  private final CommandDesk desk;
  private final Projector projector;
  private final Runs runs;
  private final AgentViews agents;

  LaunchController(
      IngressSettings settings,
      RequestReader reader,
      CommandDesk desk,
      Projector projector,
      Runs runs,
      AgentViews agents) {
    this.settings = settings;
    this.reader = reader;
    this.launches = new Launches(settings);
    this.desk = desk;
    this.projector = projector;
    this.runs = runs;
    this.agents = agents;
  }

  @PostMapping("/api/v3/campaigns")
  @Operation(
      summary = "Start a campaign from a brand brief",
      body = LaunchRequest.class,
      status = 202)
  ResponseEntity<Views.Accepted> campaign(HttpServletRequest request) throws InterruptedException {
    LaunchRequest asked = reader.body(request, LaunchRequest.class);
    WorkspaceId workspace = reader.workspace(request, asked.workspace());
    Origin origin = reader.origin(request, workspace);
    return accept(request, launches.campaign(origin, asked));
  }

  @PostMapping("/api/v3/execute")
  @Operation(
      summary = "Run a campaign or a single agent (the unified contract)",
      body = ExecuteRequest.class,
      status = 202)
  ResponseEntity<Views.Accepted> execute(HttpServletRequest request) throws InterruptedException {
    ExecuteRequest asked = reader.body(request, ExecuteRequest.class);
    Origin origin = reader.origin(request, reader.workspace(request));
    return accept(request, launches.execute(origin, asked, agents.known()));
  }

  private ResponseEntity<Views.Accepted> accept(HttpServletRequest request, Verdict verdict)
      throws InterruptedException {
    CampaignCommand command =
        switch (verdict) {
          case Verdict.Fits fits -> fits.command();
          case Verdict.Unfit unfit ->
              throw new RequestRefused(
                  HttpStatus.UNPROCESSABLE_CONTENT,
                  "the request cannot be run as it is",
                  unfit.issues());
          case Verdict.TooLarge tooLarge ->
              throw RequestRefused.of(HttpStatus.CONTENT_TOO_LARGE, tooLarge.issue());
        };
    if (RequestReader.hasKey(request)) {
      refuseOtherBrief(command);
    }
    Coordinates written = desk.publish(command);
    projector.await(written, READ_YOUR_WRITE);
    Map<String, String> links =
        new Links(settings.workspace()).of(command.workspace(), command.run());
    return ResponseEntity.accepted()
        .location(URI.create(links.getOrDefault("status", "/")))
        .body(
            new Views.Accepted(
                command.run().toString(),
                command.workspace().value(),
                state(command),
                command.at().plus(settings.expectedRunTime()),
                involved(command),
                links));
  }

  /// A key stands for one request; another brief under the same key is a mistake of the caller.
  private void refuseOtherBrief(CampaignCommand command) {
    if (command.body() instanceof CampaignCommand.LaunchCampaign launch) {
      runs.briefOf(command.workspace(), command.run())
          .filter(known -> !known.equals(launch.brief().sha256()))
          .ifPresent(
              known -> {
                throw RequestRefused.of(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    new Issue(
                        RequestReader.KEY_HEADER,
                        launch.brief().sha256(),
                        "was used for a brief with the hash " + known));
              });
    }
  }

  /// `queued`, unless the request repeats one whose run is already under way.
  private String state(CampaignCommand command) {
    return runs.find(command.workspace(), command.run())
        .map(facts -> RunState.of(facts.decisions()).phase())
        .orElse(RunState.Phase.QUEUED)
        .label();
  }

  private List<String> involved(CampaignCommand command) {
    return command.body() instanceof CampaignCommand.InvokeAgent invoke
        ? List.of(invoke.agent().value())
        : agents.known().stream().map(AgentId::value).toList();
  }
}
