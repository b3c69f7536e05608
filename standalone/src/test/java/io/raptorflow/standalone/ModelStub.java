package io.raptorflow.standalone;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.raptorflow.agent.AttachmentReader;
import io.raptorflow.agent.Composer;
import io.raptorflow.agent.GuildKit;
import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.Payload;
import io.raptorflow.bus.Sha256;
import io.raptorflow.guild.guardian.GuardianGuild;
import io.raptorflow.guild.matrix.MatrixGuild;
import io.raptorflow.guild.muse.MuseGuild;
import io.raptorflow.guild.research.ResearchGuild;
import io.raptorflow.lords.council.CouncilKit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// A language model's endpoint in OpenAI's wire format that takes its time, composes its answers
/// from the material in the prompt, and remembers every physical call.
final class ModelStub implements AutoCloseable {
  private static final Pattern MATERIAL =
      Pattern.compile("(?s)<data tag=(\\S+) name=(\\S+) type=(\\S+)>\n(.*?)\n</data tag=\\1>");
  private static final Pattern NOTE = Pattern.compile("(?m)^- (.*)$");

  /// What a model may say of a computed answer; no kit composes it.
  private static final String READING = "Reading";

  private final Map<String, Composer> composers = new HashMap<>();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final Duration thinking;
  private final HttpServer server;

  /// One physical call.
  ///
  /// @param question hash of the request, the same when the same is asked again
  /// @param answered when the last byte of the answer was handed over; far future when it never was
  record Call(String question, String schema, Instant asked, Instant answered) {}

  ModelStub(Duration thinking) throws IOException {
    this.thinking = thinking;
    for (GuildKit kit :
        List.of(
            CouncilKit.kit(),
            ResearchGuild.kit(),
            MuseGuild.kit(),
            MatrixGuild.kit(),
            GuardianGuild.kit())) {
      kit.composers().forEach(composer -> composers.put(composer.output(), composer));
    }
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  /// The environment that points a swarm here.
  Map<String, String> environment() {
    return Map.of(
        "RAPTOR_MODEL_STANDARD", "openai:slow-stub@0.10/0.20",
        "OPENAI_BASE_URL", "http://127.0.0.1:" + server.getAddress().getPort() + "/v1",
        "OPENAI_API_KEY", "none-needed");
  }

  List<Call> calls() {
    return List.copyOf(calls);
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    Instant asked = Instant.now();
    JsonNode request = CanonicalJson.read(new String(body, StandardCharsets.UTF_8));
    String schema = request.at("/response_format/json_schema/name").asString("");
    String question = Sha256.hex(body);
    Instant answered = Instant.MAX;
    try (exchange) {
      LockSupport.parkNanos(thinking.toNanos());
      byte[] answer = completion(schema, request).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
      answered = Instant.now();
    } finally {
      calls.add(new Call(question, schema, asked, answered));
    }
  }

  private String completion(String schema, JsonNode request) {
    StringBuilder prompt = new StringBuilder();
    for (JsonNode message : request.path("messages")) {
      if (message.path("role").asString().equals("user")) {
        JsonNode content = message.path("content");
        prompt.append(content.isString() ? content.asString() : content.path(0).path("text"));
      }
    }
    Composer composer = composers.get(schema);
    if (composer == null && !schema.equals(READING)) {
      throw new IllegalStateException("nothing composes " + schema);
    }
    String content =
        composer == null
            ? CanonicalJson.write(Map.of("reading", "The result speaks for itself."))
            : CanonicalJson.write(composer.compose(inputs(prompt.toString())));
    return CanonicalJson.write(
        Map.of(
            "id",
            "stub",
            "object",
            "chat.completion",
            "created",
            1,
            "model",
            "slow-stub",
            "choices",
            List.of(
                Map.of(
                    "index",
                    0,
                    "finish_reason",
                    "stop",
                    "message",
                    Map.of("role", "assistant", "content", content))),
            "usage",
            Map.of("prompt_tokens", 100, "completion_tokens", 50, "total_tokens", 150)));
  }

  private static io.raptorflow.agent.TaskInputs inputs(String prompt) {
    List<Attachment> attachments = new ArrayList<>();
    Matcher material = MATERIAL.matcher(prompt);
    int end = 0;
    while (material.find()) {
      attachments.add(
          new Attachment(material.group(2), material.group(3), Payload.inline(material.group(4))));
      end = material.end();
    }
    List<String> notes = new ArrayList<>();
    Matcher note = NOTE.matcher(prompt.substring(end));
    while (note.find()) {
      notes.add(note.group(1));
    }
    return AttachmentReader.read(attachments, notes, Instant.now(), 1);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
