package io.raptorflow.bus;

/// Every event that may travel. Each is an immutable record whose components have the names of the
/// fields of its Avro schema; [io.raptorflow.bus.codec.AvroMapping] holds the two together.
public sealed interface BusEvent
    permits AgentAnswer,
        AgentCard,
        AgentTask,
        Alert,
        CampaignCommand,
        ControlFlag,
        CouncilDecision,
        CouncilDirective,
        DeadLetterRule,
        Heartbeat,
        JobOrder,
        JobState,
        JournalEntry,
        LedgerEntry,
        OperationOutcome,
        ProgressFrame,
        ReplayOperation,
        RetryRow {

  /// Record key on its topic.
  String key();
}
