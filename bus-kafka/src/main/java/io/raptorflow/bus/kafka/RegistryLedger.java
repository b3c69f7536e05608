package io.raptorflow.bus.kafka;

import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.codec.SchemaRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The schemas of the embedded registry and the topic that they are kept on. Thread-safe: one
/// change at a time, written and acknowledged before it is seen.
final class RegistryLedger implements AutoCloseable {
  private static final String TOPIC = "_schemas";
  private static final String DEFAULT_LEVEL = "BACKWARD";
  private static final Set<String> LEVELS =
      Set.of(
          "NONE",
          "BACKWARD",
          "BACKWARD_TRANSITIVE",
          "FORWARD",
          "FORWARD_TRANSITIVE",
          "FULL",
          "FULL_TRANSITIVE");

  /// A request that is answered no, with the error code of Confluent's protocol.
  static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int code;

    Refusal(int code, String message) {
      super(message);
      this.code = code;
    }

    int code() {
      return code;
    }
  }

  /// One version of a subject.
  record Entry(String subject, int version, int id, String schema) {
    Map<String, Object> describe() {
      return Map.of("subject", subject, "version", version, "id", id, "schema", schema);
    }
  }

  private final KafkaProducer<String, String> producer;
  private final Map<String, TreeMap<Integer, Entry>> subjects = new TreeMap<>();
  private final Map<Integer, Entry> byId = new TreeMap<>();
  private final Map<String, String> levels = new TreeMap<>();

  private RegistryLedger(String bootstrapServers) {
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "linger.ms", 0),
            new StringSerializer(),
            new StringSerializer());
  }

  static RegistryLedger open(String bootstrapServers) {
    requireTopic(bootstrapServers);
    RegistryLedger ledger = new RegistryLedger(bootstrapServers);
    ledger.replay(bootstrapServers);
    return ledger;
  }

  synchronized Set<String> subjects() {
    return new TreeSet<>(subjects.keySet());
  }

  synchronized List<Integer> versions(String subject) {
    return List.copyOf(of(subject).keySet());
  }

  synchronized Entry version(String subject, String version) {
    TreeMap<Integer, Entry> entries = of(subject);
    Entry found =
        version.equals("latest")
            ? entries.lastEntry().getValue()
            : entries.get(version.matches("\\d{1,9}") ? Integer.parseInt(version) : -1);
    if (found == null) {
      throw new Refusal(40402, "Version " + version + " not found.");
    }
    return found;
  }

  synchronized Entry byId(int id) {
    Entry found = byId.get(id);
    if (found == null) {
      throw new Refusal(40403, "Schema " + id + " not found");
    }
    return found;
  }

  synchronized Entry lookUp(String subject, String text) {
    Schema schema = parse(text);
    for (Entry entry : of(subject).values()) {
      if (parse(entry.schema()).equals(schema)) {
        return entry;
      }
    }
    throw new Refusal(40403, "Schema not found");
  }

  synchronized Entry register(String subject, String text) {
    Schema schema = parse(text);
    TreeMap<Integer, Entry> entries = subjects.getOrDefault(subject, new TreeMap<>());
    for (Entry entry : entries.values()) {
      if (parse(entry.schema()).equals(schema)) {
        return entry;
      }
    }
    List<String> problems = problems(level(subject), List.copyOf(entries.values()), schema);
    if (!problems.isEmpty()) {
      throw new Refusal(
          409, "Schema is incompatible with an earlier one: " + String.join("; ", problems));
    }
    int version = entries.isEmpty() ? 1 : entries.lastKey() + 1;
    Entry entry = new Entry(subject, version, idFor(schema), schema.toString());
    Map<String, Object> key = new LinkedHashMap<>();
    key.put("keytype", "SCHEMA");
    key.put("subject", subject);
    key.put("version", version);
    key.put("magic", 1);
    Map<String, Object> value = new LinkedHashMap<>(entry.describe());
    value.put("deleted", false);
    write(key, value);
    add(entry);
    return entry;
  }

  synchronized List<String> problems(String subject, String version, String text) {
    Schema schema = parse(text);
    String level = level(subject);
    List<Entry> against =
        version.equals("versions") || !subjects.containsKey(subject)
            ? List.of()
            : List.of(version(subject, version));
    return problems(level.equals("NONE") ? "NONE" : level, against, schema);
  }

  synchronized String level(String subject) {
    return levels.getOrDefault(subject, levels.getOrDefault("", DEFAULT_LEVEL));
  }

  synchronized void configure(String subject, String level) {
    if (!LEVELS.contains(level)) {
      throw new Refusal(42203, "Invalid compatibility level '" + level + "'");
    }
    Map<String, Object> key = new LinkedHashMap<>();
    key.put("keytype", "CONFIG");
    key.put("subject", subject.isEmpty() ? null : subject);
    key.put("magic", 0);
    write(key, Map.of("compatibilityLevel", level));
    levels.put(subject, level);
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }

  private static List<String> problems(String level, List<Entry> earlier, Schema schema) {
    if (level.equals("NONE") || earlier.isEmpty()) {
      return List.of();
    }
    List<Entry> against = level.endsWith("_TRANSITIVE") ? earlier : List.of(earlier.getLast());
    List<String> problems = new ArrayList<>();
    for (Entry entry : against) {
      Schema before = parse(entry.schema());
      if (!level.startsWith("FORWARD")) {
        problems.addAll(SchemaRules.incompatibilities(schema, before));
      }
      if (!level.startsWith("BACKWARD")) {
        problems.addAll(SchemaRules.incompatibilities(before, schema));
      }
    }
    return problems;
  }

  private TreeMap<Integer, Entry> of(String subject) {
    TreeMap<Integer, Entry> entries = subjects.get(subject);
    if (entries == null) {
      throw new Refusal(40401, "Subject '" + subject + "' not found.");
    }
    return entries;
  }

  /// The same text has the same id in every subject.
  private int idFor(Schema schema) {
    int highest = 0;
    for (Entry entry : byId.values()) {
      if (parse(entry.schema()).equals(schema)) {
        return entry.id();
      }
      highest = Math.max(highest, entry.id());
    }
    return highest + 1;
  }

  private void add(Entry entry) {
    subjects.computeIfAbsent(entry.subject(), _ -> new TreeMap<>()).put(entry.version(), entry);
    byId.putIfAbsent(entry.id(), entry);
  }

  private static Schema parse(String text) {
    try {
      return new Schema.Parser().parse(text);
    } catch (AvroRuntimeException notAvro) {
      throw new Refusal(42201, "Invalid schema: " + notAvro.getMessage());
    }
  }

  private void write(Map<String, Object> key, Map<String, Object> value) {
    try {
      producer
          .send(
              new ProducerRecord<>(
                  TOPIC, CanonicalJson.MAPPER.writeValueAsString(key), CanonicalJson.write(value)))
          .get(30, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while writing " + TOPIC, stopped);
    } catch (Exception refused) {
      throw new IllegalStateException("cannot write " + TOPIC, refused);
    }
  }

  private void replay(String bootstrapServers) {
    Map<String, Object> configuration =
        Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest");
    TopicPartition partition = new TopicPartition(TOPIC, 0);
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(configuration, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(500))) {
          apply(record.key(), record.value());
        }
      }
    }
  }

  private void apply(String keyText, @Nullable String valueText) {
    if (valueText == null) {
      return;
    }
    JsonNode key = CanonicalJson.read(keyText);
    JsonNode value = CanonicalJson.read(valueText);
    switch (key.path("keytype").asString("")) {
      case "SCHEMA" -> {
        if (!value.path("deleted").asBoolean(false)) {
          add(
              new Entry(
                  value.path("subject").asString(),
                  value.path("version").asInt(),
                  value.path("id").asInt(),
                  value.path("schema").asString()));
        }
      }
      case "CONFIG" ->
          levels.put(
              key.path("subject").isString() ? key.path("subject").asString() : "",
              value.path("compatibilityLevel").asString());
      default -> {
        // Confluent writes other kinds too (MODE, NOOP); none concerns this subset.
      }
    }
  }

  /// The topic must be compacted: with any other policy schemas would silently age away.
  private static void requireTopic(String bootstrapServers) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      TopicCreation.create(
          admin,
          List.of(
              new NewTopic(TOPIC, 1, (short) 1)
                  .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, "compact"))));
    }
  }
}
