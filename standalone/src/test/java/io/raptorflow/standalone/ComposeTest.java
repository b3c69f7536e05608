package io.raptorflow.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.agent.AgentFile.Tier;
import io.raptorflow.agent.langchain.ModelSettings;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The compose file against the code that it starts, without Docker.
class ComposeTest {
  private static final List<String> BROKERS = List.of("kafka-1", "kafka-2", "kafka-3");
  private static final Set<String> OURS =
      Set.of("lords", "research", "muse", "matrix", "guardian", "dlq-replayer", "ingress-api");
  private static final Pattern VARIABLE = Pattern.compile("\"([A-Z]{3,}(?:_[A-Z]+)+)\"");
  private static final Pattern PROPERTY = Pattern.compile("\"((?:raptor|spring)(?:\\.[a-z-]+)+)\"");

  private JsonNode services = JsonMapper.shared().createObjectNode();

  @BeforeEach
  void parses() throws IOException {
    Path file = root().resolve("docker-compose.kafka.yml");
    Object parsed = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
    services = JsonMapper.shared().<JsonNode>valueToTree(parsed).path("services");
  }

  @Test
  void holdsEveryServiceOfTheSwarm() {
    Set<String> all = new TreeSet<>(OURS);
    all.addAll(BROKERS);
    all.addAll(List.of("schema-registry", "postgres"));

    assertThat(Set.copyOf(services.propertyNames())).isEqualTo(all);
  }

  @Test
  void runsThreeBrokersThatAgreeOnTheQuorum() {
    Map<String, String> nodes = new TreeMap<>();
    Set<String> voters = new TreeSet<>();
    for (String broker : BROKERS) {
      JsonNode environment = services.path(broker).path("environment");
      nodes.put(
          environment.path("KAFKA_NODE_ID").asString() + "@" + broker + ":9093",
          services.path(broker).path("hostname").asString());
      voters.add(environment.path("KAFKA_CONTROLLER_QUORUM_VOTERS").asString());
      assertThat(environment.path("KAFKA_ADVERTISED_LISTENERS").asString())
          .isEqualTo("BROKER://" + broker + ":9092");
      assertThat(environment.path("KAFKA_MIN_INSYNC_REPLICAS").asString()).isEqualTo("2");
      assertThat(environment.path("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR").asString()).isEqualTo("2");
      assertThat(environment.path("KAFKA_DEFAULT_REPLICATION_FACTOR").asString()).isEqualTo("3");
      assertThat(environment.path("KAFKA_AUTO_CREATE_TOPICS_ENABLE").asString()).isEqualTo("false");
    }

    assertThat(nodes).hasSize(BROKERS.size());
    assertThat(nodes.values()).containsExactlyElementsOf(BROKERS);
    assertThat(voters).containsExactly(String.join(",", nodes.keySet()));
  }

  @Test
  void startsMainClassesThatAreThere() throws ReflectiveOperationException {
    for (String service : OURS) {
      JsonNode command = services.path(service).path("command");
      String main = command.path(command.size() - 1).asString();

      assertThat(Class.forName(main).getMethod("main", String[].class)).as(service).isNotNull();
    }
  }

  @Test
  void setsOnlyVariablesThatTheCodeReads() throws IOException, ReflectiveOperationException {
    Set<String> known = variables();

    for (String service : OURS) {
      JsonNode environment = services.path(service).path("environment");
      assertThat(environment.propertyNames()).as(service).isNotEmpty();
      assertThat(known).as(service).containsAll(environment.propertyNames());
    }
  }

  @Test
  void asksForATokenWhereItListensBeyondLoopback() {
    JsonNode environment = services.path("ingress-api").path("environment");

    assertThat(environment.path("RAPTOR_INGRESS_ADDRESS").asString()).isEqualTo("0.0.0.0");
    assertThat(environment.path("RAPTOR_API_TOKEN").asString()).startsWith("${RAPTOR_API_TOKEN:?");
  }

  @Test
  void publishesOneServiceOnLoopbackOnly() {
    for (String service : services.propertyNames()) {
      for (JsonNode port : services.path(service).path("ports")) {
        assertThat(service).isEqualTo("ingress-api");
        assertThat(port.asString()).matches("127\\.0\\.0\\.1:\\d+:\\d+");
      }
      assertThat(services.path(service).has("network_mode")).isFalse();
    }
    assertThat(services.path("ingress-api").path("ports")).hasSize(1);
  }

  @Test
  void givesEveryProcessANameOfItsOwn() {
    Set<String> names = new TreeSet<>();
    for (String service : List.of("lords", "research", "muse", "matrix", "guardian")) {
      names.add(services.path(service).at("/environment/RAPTOR_HOST").asString());
    }

    assertThat(names).hasSize(5);
  }

  /// Every environment variable that some line of the code reads.
  private static Set<String> variables() throws IOException, ReflectiveOperationException {
    Set<String> variables = new TreeSet<>();
    for (Path source : sources()) {
      String code = Files.readString(source);
      Matcher variable = VARIABLE.matcher(code);
      while (variable.find()) {
        variables.add(variable.group(1));
      }
      Matcher property = PROPERTY.matcher(code);
      while (property.find()) {
        variables.add(variable(property.group(1)));
      }
    }
    for (RecordComponent component :
        Class.forName("io.raptorflow.dlq.ReplayerProperties").getRecordComponents()) {
      String kebab = component.getName().replaceAll("([A-Z])", "-$1");
      variables.add(variable("raptor.bus." + kebab));
    }
    for (Tier tier : Tier.values()) {
      variables.add("RAPTOR_MODEL_" + tier);
    }
    for (String provider : ModelSettings.from(Map.of()).access().keySet()) {
      variables.add(provider.toUpperCase(Locale.ROOT) + "_API_KEY");
    }
    return variables;
  }

  private static String variable(String property) {
    return property.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(root())) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> file.toString().contains("/src/main/"))
          .toList();
    }
  }

  private static Path root() {
    return Path.of("..").toAbsolutePath().normalize();
  }
}
