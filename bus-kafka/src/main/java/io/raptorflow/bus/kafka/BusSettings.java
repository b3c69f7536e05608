package io.raptorflow.bus.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/// Where the cluster and the schema registry are.
///
/// `overrides` holds Kafka client keys (security, timeouts, `group.protocol`) and the serde's keys,
/// which have Confluent's names and meaning: `auto.register.schemas`, `specific.avro.reader`,
/// `avro.remove.java.properties`, `basic.auth.credentials.source`, `basic.auth.user.info`,
/// `http.connect.timeout.ms`, `http.read.timeout.ms`, `max.schemas.per.subject`. With
/// `value.serializer` and `value.deserializer` another serde takes the place of ours; it then gets
/// its keys unseen. A key that nobody would obey is refused, because a setting that is silently
/// ignored is worse than none.
///
/// @param schemaRegistryUrl one address or several, separated by commas
public record BusSettings(
    String bootstrapServers, String schemaRegistryUrl, Map<String, String> overrides) {

  static final String REGISTRY_URL = "schema.registry.url";
  static final String AUTO_REGISTER = "auto.register.schemas";
  static final String AUTH_SOURCE = "basic.auth.credentials.source";
  static final String AUTH_USER = "basic.auth.user.info";
  static final String CONNECT_TIMEOUT = "http.connect.timeout.ms";
  static final String READ_TIMEOUT = "http.read.timeout.ms";
  static final String CACHE_SIZE = "max.schemas.per.subject";
  private static final String SPECIFIC = "specific.avro.reader";
  private static final String STRIP = "avro.remove.java.properties";
  private static final Set<String> SERDE_KEYS =
      Set.of(
          REGISTRY_URL,
          AUTO_REGISTER,
          AUTH_SOURCE,
          AUTH_USER,
          CONNECT_TIMEOUT,
          READ_TIMEOUT,
          CACHE_SIZE,
          SPECIFIC,
          STRIP);

  /// Keys that carry a guarantee of the bus and are therefore not up to the operator.
  private static final Set<String> FIXED =
      Set.of(
          ConsumerConfig.ISOLATION_LEVEL_CONFIG,
          ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
          ProducerConfig.ACKS_CONFIG,
          ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
          ProducerConfig.TRANSACTIONAL_ID_CONFIG,
          ConsumerConfig.GROUP_ID_CONFIG,
          ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
          ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG);

  public BusSettings {
    overrides = Map.copyOf(overrides);
    refuseBlank("bootstrapServers", bootstrapServers);
    refuseBlank("schemaRegistryUrl", schemaRegistryUrl);
    boolean ownSerde = !overrides.containsKey(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG);
    for (String key : new TreeSet<>(overrides.keySet())) {
      if (FIXED.contains(key)) {
        throw new IllegalArgumentException(
            key + " carries a guarantee of the bus and cannot be overridden");
      }
      if (ownSerde && !SERDE_KEYS.contains(key) && !isClientKey(key)) {
        throw new IllegalArgumentException(
            key
                + " is neither a Kafka client key nor a serde key that this serde implements: "
                + new TreeSet<>(SERDE_KEYS));
      }
    }
    if (ownSerde) {
      refuseUnless(overrides, SPECIFIC, "true");
      refuseUnless(overrides, STRIP, "true");
      refuseUnless(overrides, AUTH_SOURCE, "USER_INFO");
    }
  }

  /// Settings without overrides.
  public static BusSettings at(String bootstrapServers, String schemaRegistryUrl) {
    return new BusSettings(bootstrapServers, schemaRegistryUrl, Map.of());
  }

  /// What every Kafka client of this process needs to reach the cluster.
  public Map<String, Object> clientProperties() {
    Map<String, Object> properties = new HashMap<>();
    overrides.forEach(
        (key, value) -> {
          if (AdminClientConfig.configNames().contains(key)) {
            properties.put(key, value);
          }
        });
    properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    return properties;
  }

  /// What the serde is configured with.
  Map<String, Object> serdeProperties() {
    Map<String, Object> properties = new HashMap<>();
    properties.put(AUTO_REGISTER, "true");
    properties.put(SPECIFIC, "true");
    properties.put(STRIP, "true");
    properties.putAll(overrides);
    properties.put(REGISTRY_URL, schemaRegistryUrl);
    return properties;
  }

  /// Overrides that belong to one kind of client.
  Map<String, Object> overridesFor(Set<String> names) {
    Map<String, Object> properties = new HashMap<>(clientProperties());
    overrides.forEach(
        (key, value) -> {
          if (names.contains(key) && !key.startsWith("value.")) {
            properties.put(key, value);
          }
        });
    return properties;
  }

  private static boolean isClientKey(String key) {
    return AdminClientConfig.configNames().contains(key)
        || ConsumerConfig.configNames().contains(key)
        || ProducerConfig.configNames().contains(key);
  }

  private static void refuseBlank(String name, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(name + " must not be blank");
    }
  }

  private static void refuseUnless(Map<String, String> overrides, String key, String only) {
    String value = overrides.getOrDefault(key, only);
    if (!value.equals(only)) {
      throw new IllegalArgumentException(
          key + " can only be " + only + " with this serde, was " + value);
    }
  }

  /// Names the addresses only; credentials among the overrides stay unsaid.
  @Override
  public String toString() {
    return "BusSettings[bootstrapServers=%s, schemaRegistryUrl=%s, overrides=%s]"
        .formatted(bootstrapServers, schemaRegistryUrl, new TreeSet<>(overrides.keySet()));
  }
}
