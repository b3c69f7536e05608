package io.raptorflow.bus;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The catalogue of topics: the only place where a topic name is spelled.
///
/// A constant is one topic, or a family with one topic per guild ([#GUILD_BROADCAST]) or agent
/// ([#AGENT_INBOX]); families are named through [#broadcast] and [#inbox].
public enum Topic {
  COMMANDS(
      "sys.campaign.commands",
      "run id",
      4,
      days(7),
      Cleanup.DELETE,
      CampaignCommand.class,
      "ingress, CLI, any producer",
      "Architect"),
  DIRECTIVES(
      "sys.council.directives",
      "run id",
      4,
      days(7),
      Cleanup.DELETE,
      CouncilDirective.class,
      "Lords",
      "Lords"),
  DECISIONS(
      "sys.council.decisions",
      "run id",
      4,
      days(400),
      Cleanup.DELETE,
      CouncilDecision.class,
      "Lords",
      "Lords, ingress, audit"),
  AGENT_INBOX(
      "sys.guild.<guild>.<agent>",
      "run id / agent id",
      2,
      days(7),
      Cleanup.DELETE,
      AgentTask.class,
      "Lords, dlq-replayer",
      "that agent"),
  GUILD_BROADCAST(
      "sys.guild.<guild>.broadcast",
      "run id",
      4,
      days(7),
      Cleanup.DELETE,
      AgentAnswer.class,
      "agents, dlq-replayer",
      "their Lord, ingress"),
  HEARTBEAT(
      "sys.global.heartbeat",
      "agent id / host",
      1,
      days(1),
      Cleanup.COMPACT_DELETE,
      Heartbeat.class,
      "agents",
      "Architect, ingress"),
  CONTROL(
      "sys.control",
      "run id",
      1,
      days(7),
      Cleanup.COMPACT,
      ControlFlag.class,
      "Architect",
      "every node"),
  STATE_UPDATE(
      "sys.state.update",
      "run id",
      4,
      days(1),
      Cleanup.DELETE,
      ProgressFrame.class,
      "Herald, agents' hosts",
      "ingress"),
  ALERT_CRITICAL(
      "sys.alert.critical", "workspace", 1, days(1), Cleanup.DELETE, Alert.class, "any", "ingress"),
  ALERT_WARNING(
      "sys.alert.warning", "workspace", 1, days(1), Cleanup.DELETE, Alert.class, "any", "ingress"),
  DLQ_PROCESSING_ERROR(
      "sys.dlq.processing_error",
      "work id",
      4,
      days(30),
      Cleanup.DELETE,
      null,
      "any consumer",
      "dlq-replayer"),
  DLQ_PROCESSING_TIMEOUT(
      "sys.dlq.processing_timeout",
      "work id",
      4,
      days(30),
      Cleanup.DELETE,
      null,
      "any consumer",
      "dlq-replayer"),
  DLQ_SCHEMA_VIOLATION(
      "sys.dlq.schema_violation",
      "work id",
      4,
      days(30),
      Cleanup.DELETE,
      null,
      "any consumer",
      "dlq-replayer"),
  DLQ_ROUTING_ERROR(
      "sys.dlq.routing_error",
      "work id",
      4,
      days(30),
      Cleanup.DELETE,
      null,
      "any consumer",
      "dlq-replayer"),
  DLQ_MAX_RETRIES_EXCEEDED(
      "sys.dlq.max_retries_exceeded",
      "work id",
      4,
      days(30),
      Cleanup.DELETE,
      null,
      "dlq-replayer",
      "operators"),
  DLQ_STATE(
      "sys.dlq.state",
      "work id",
      4,
      days(30),
      Cleanup.COMPACT,
      RetryRow.class,
      "dlq-replayer",
      "operators"),
  DLQ_OPS(
      "sys.dlq.ops",
      "work id",
      4,
      days(400),
      Cleanup.DELETE,
      ReplayOperation.class,
      "operators",
      "dlq-replayer, audit"),
  DLQ_OUTCOMES(
      "sys.dlq.outcomes",
      "job id / operation id",
      4,
      days(400),
      Cleanup.DELETE,
      OperationOutcome.class,
      "dlq-replayer",
      "dlq-replayer, operators"),
  DLQ_JOBS(
      "sys.dlq.jobs",
      "job id",
      4,
      days(400),
      Cleanup.DELETE,
      JobOrder.class,
      "operators",
      "dlq-replayer, audit"),
  DLQ_JOB_STATE(
      "sys.dlq.job_state",
      "job id",
      4,
      days(30),
      Cleanup.COMPACT,
      JobState.class,
      "dlq-replayer",
      "operators"),
  DLQ_RULES(
      "sys.dlq.rules",
      "rule name",
      1,
      days(3_650),
      Cleanup.DELETE,
      DeadLetterRule.class,
      "operators, dlq-replayer",
      "dlq-replayer, audit"),
  AGENT_REGISTRY(
      "sys.agent.registry",
      "agent id",
      1,
      days(7),
      Cleanup.COMPACT,
      AgentCard.class,
      "agents' hosts",
      "everyone"),
  LEDGER(
      "sys.ledger",
      "workspace",
      2,
      days(400),
      Cleanup.DELETE,
      LedgerEntry.class,
      "model gateway",
      "budgets, ingress"),
  JOURNAL(
      "sys.journal",
      "call id",
      4,
      days(30),
      Cleanup.COMPACT_DELETE,
      JournalEntry.class,
      "agent-runtime",
      "agent-runtime"),
  CLAIMS(
      "sys.claims",
      "SHA-256 of the body",
      4,
      days(400),
      Cleanup.DELETE,
      null,
      "outboxes",
      "consumers of claims");

  /// What the broker does with old records.
  public enum Cleanup {
    DELETE("delete"),
    COMPACT("compact"),
    COMPACT_DELETE("compact,delete");

    private final String policy;

    Cleanup(String policy) {
      this.policy = policy;
    }

    /// Value of `cleanup.policy`.
    public String policy() {
      return policy;
    }
  }

  private final String pattern;
  private final String keyRule;
  private final int partitions;
  private final Duration retention;
  private final Cleanup cleanup;
  private final @Nullable Class<? extends BusEvent> event;
  private final String writtenBy;
  private final String readBy;

  Topic(
      String pattern,
      String keyRule,
      int partitions,
      Duration retention,
      Cleanup cleanup,
      @Nullable Class<? extends BusEvent> event,
      String writtenBy,
      String readBy) {
    this.pattern = pattern;
    this.keyRule = keyRule;
    this.partitions = partitions;
    this.retention = retention;
    this.cleanup = cleanup;
    this.event = event;
    this.writtenBy = writtenBy;
    this.readBy = readBy;
  }

  /// Name of the topic that an agent reads.
  public static String inbox(AgentId agent) {
    return "sys.guild." + agent.guild().label() + "." + agent.value().toLowerCase(Locale.ROOT);
  }

  /// Name of the topic that a guild answers on.
  public static String broadcast(Guild guild) {
    return "sys.guild." + guild.label() + ".broadcast";
  }

  /// The constant that a topic name belongs to; empty for a foreign topic.
  public static Optional<Topic> of(String name) {
    if (name.startsWith("sys.guild.")) {
      return Optional.of(name.endsWith(".broadcast") ? GUILD_BROADCAST : AGENT_INBOX);
    }
    for (Topic topic : values()) {
      if (topic.pattern.equals(name)) {
        return Optional.of(topic);
      }
    }
    return Optional.empty();
  }

  /// Whether the constant stands for one topic per guild or agent.
  public boolean isFamily() {
    return pattern.indexOf('<') >= 0;
  }

  /// Name of the topic.
  ///
  /// @throws IllegalStateException for a family, which has many names
  public String topicName() {
    if (isFamily()) {
      throw new IllegalStateException(this + " is a family: use Topic.inbox or Topic.broadcast");
    }
    return pattern;
  }

  /// Name, with `<guild>` and `<agent>` where it is a family.
  public String pattern() {
    return pattern;
  }

  /// What the record key is.
  public String keyRule() {
    return keyRule;
  }

  /// Partitions at creation.
  public int partitions() {
    return partitions;
  }

  /// How long records are kept; for a purely compacted topic, how long tombstones are.
  public Duration retention() {
    return retention;
  }

  public Cleanup cleanup() {
    return cleanup;
  }

  /// Event that travels there; empty where the bytes are not ours (dead letters, claims).
  public Optional<Class<? extends BusEvent>> event() {
    return Optional.ofNullable(event);
  }

  public String writtenBy() {
    return writtenBy;
  }

  public String readBy() {
    return readBy;
  }

  private static Duration days(int days) {
    return Duration.ofDays(days);
  }
}
