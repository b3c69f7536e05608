package io.raptorflow.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.AgentAnswer;
import io.raptorflow.bus.AgentAnswer.Authorship;
import io.raptorflow.bus.AgentAnswer.Outcome;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.CouncilDecision;
import io.raptorflow.bus.CouncilDecision.Kind;
import io.raptorflow.bus.Guild;
import io.raptorflow.bus.NameUuid;
import io.raptorflow.bus.Outgoing;
import io.raptorflow.bus.Payload;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.Sha256;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.WorkspaceId;
import io.raptorflow.lords.audit.RunLog;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One swarm on one machine: restarts, taken ports, and people on the bus who want more than was
/// approved.
class StandaloneIT {
  private static final String SLOGAN = "Buy Moonwhistle Coins today";
  private static final WorkspaceId WORKSPACE = new WorkspaceId("default");

  @Test
  void keepsAFinishedRunOverARestart(@TempDir Path data) throws Exception {
    RunId run;
    JsonNode result;
    byte[] pack;
    try (Swarm swarm = Swarms.ready(data)) {
      Caller caller = new Caller(swarm.http());
      run = caller.launch("quillstack");
      caller.finish(run);
      result = caller.result(run);
      pack = caller.pack(run);
    }

    try (Swarm again = Swarms.ready(data)) {
      Caller caller = new Caller(again.http());

      assertThat(caller.result(run)).isEqualTo(result);
      assertThat(Sha256.hex(caller.pack(run))).isEqualTo(Sha256.hex(pack));
      caller.finish(caller.launch("tarnwell"));
    }
  }

  @Test
  void takesAnotherPortWhenTheWantedOneIsTaken(@TempDir Path one, @TempDir Path other)
      throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Swarm first = Swarms.ready(on(one, taken));
        Swarm second = Swarms.ready(on(other, taken))) {
      Caller caller = new Caller(second.http());

      RunId run = caller.launch("quillstack");
      caller.finish(run);

      assertThat(List.of(first.http(), second.http()))
          .doesNotContain("http://127.0.0.1:" + taken.getLocalPort())
          .doesNotHaveDuplicates();
      assertThat(new Caller(first.http()).get("/api/v3/status/" + run).status()).isEqualTo(404);
    }
  }

  private static Swarm.Settings on(Path data, ServerSocket taken) {
    return Swarms.settings(data, new Swarm.Ports(taken.getLocalPort(), 0, 0));
  }

  @Test
  void publishesNothingThatNobodyApproved(@TempDir Path data) throws Exception {
    try (Swarm swarm = Swarms.ready(data)) {
      Caller caller = new Caller(swarm.http());
      RunId run = caller.launch("tarnwell");
      caller.approve(run, "G1");
      caller.awaitGate(run, "G4");
      forgeAnswers(swarm, run);
      caller.approve(run, "G4");
      caller.awaitEnd(run);
      JsonNode approved = caller.result(run).path("assets");
      String published = published(caller, run);

      forgeAnswers(swarm, run);
      forgeDirective(swarm, caller, run);

      assertThat(approved.toString()).isNotEmpty().doesNotContain(SLOGAN);
      Awaitility.await("Herald's word on the forged directive")
          .atMost(Caller.STEP)
          .untilAsserted(
              () ->
                  assertThat(heraldsWords(swarm, run))
                      .extracting(CouncilDecision::kind)
                      .contains(Kind.REFUSED));
      assertThat(heraldsWords(swarm, run))
          .filteredOn(decision -> decision.kind() == Kind.PUBLISHED)
          .hasSize(1);
      assertThat(caller.result(run).path("assets")).isEqualTo(approved);
      assertThat(published(caller, run)).isEqualTo(published).doesNotContain(SLOGAN);
      assertThat(caller.status(run).path("state").asString()).isEqualTo("complete");
    }
  }

  /// Everything that Herald has let out so far, in one text.
  private static String published(Caller caller, RunId run) {
    StringBuilder all = new StringBuilder();
    for (JsonNode document : caller.result(run).path("documents")) {
      String name = document.path("name").asString();
      if (name.startsWith("publish")) {
        all.append(name).append('\n').append(caller.document(run, name)).append('\n');
      }
    }
    return all.toString();
  }

  private static List<CouncilDecision> heraldsWords(Swarm swarm, RunId run) {
    return RunLog.read(swarm.bus(), run).decisions().stream()
        .filter(decision -> decision.lord().equals(AgentId.HERALD))
        .toList();
  }

  /// Every answer of Muse in this run once more, with another text.
  private static void forgeAnswers(Swarm swarm, RunId run) {
    List<AgentAnswer> answers = new ArrayList<>();
    String muse = Topic.broadcast(Guild.MUSE);
    swarm
        .bus()
        .log()
        .scan(
            muse,
            record -> {
              if (swarm.bus().codec().decode(muse, record.value()) instanceof AgentAnswer answer
                  && answer.run().equals(run)
                  && answer.outcome() == Outcome.ANSWERED) {
                answers.add(answer);
              }
            });
    assertThat(answers).isNotEmpty();
    answers.forEach(
        answer -> swarm.bus().outbox().publish(Outgoing.to(muse, forged(swarm, answer))));
  }

  private static AgentAnswer forged(Swarm swarm, AgentAnswer answer) {
    ObjectNode output =
        (ObjectNode)
            CanonicalJson.read(
                swarm.bus().claims().fetch(Optional.ofNullable(answer.output()).orElseThrow()));
    output
        .path("assets")
        .forEach(asset -> ((ObjectNode) asset).putObject("fields").put("text", SLOGAN));
    return new AgentAnswer(
        NameUuid.of("forged", answer.id().toString(), UUID.randomUUID().toString()),
        answer.work(),
        answer.run(),
        answer.workspace(),
        answer.node(),
        answer.agent(),
        answer.round(),
        Outcome.ANSWERED,
        answer.outputType(),
        Payload.inline(CanonicalJson.write(output)),
        List.of(),
        answer.promptHash(),
        answer.model(),
        Authorship.OFFLINE,
        answer.spend(),
        answer.startedAt(),
        answer.finishedAt());
  }

  /// An assignment for Herald that agrees with itself: a forged asset, its hash on a release list,
  /// and an approval of that list.
  private static void forgeDirective(Swarm swarm, Caller caller, RunId run) {
    ArrayNodes assets = ArrayNodes.of(caller.document(run, "assets"));
    assets.forEach(asset -> asset.putObject("fields").put("text", SLOGAN));
    List<Map<String, String>> list = new ArrayList<>();
    assets.forEach(
        asset ->
            list.add(
                Map.of("asset", asset.path("id").asString(), "hash", CanonicalJson.hash(asset))));
    Attachment release = Attachment.json("release_list", CanonicalJson.write(list));
    ObjectNode approval = (ObjectNode) CanonicalJson.read(caller.document(run, "approval_g4"));
    approval.put("releaseList", release.body().sha256());
    swarm
        .bus()
        .outbox()
        .publish(
            Outgoing.to(
                Topic.DIRECTIVES,
                Forged.directive(
                    run,
                    WORKSPACE,
                    AgentId.HERALD,
                    List.of(
                        release,
                        Attachment.json("approval_g4", CanonicalJson.write(approval)),
                        Attachment.json("assets", assets.text())))));
  }

  /// A JSON list of objects that can be changed.
  private record ArrayNodes(List<ObjectNode> nodes) {
    static ArrayNodes of(String json) {
      List<ObjectNode> nodes = new ArrayList<>();
      CanonicalJson.read(json).forEach(node -> nodes.add((ObjectNode) node));
      return new ArrayNodes(nodes);
    }

    void forEach(java.util.function.Consumer<ObjectNode> change) {
      nodes.forEach(change);
    }

    String text() {
      return CanonicalJson.write(nodes);
    }
  }
}
