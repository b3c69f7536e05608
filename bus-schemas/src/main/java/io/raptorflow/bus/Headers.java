package io.raptorflow.bus;

/// Names of the record headers, all values UTF-8.
///
/// `ce_*` is the binary mode of the CloudEvents Kafka protocol binding 1.0.2; `traceparent` is W3C
/// Trace Context. `raptor-*` are ours. Dead letters also carry Spring's `kafka_dlt-*`.
public final class Headers {
  public static final String CE_SPECVERSION = "ce_specversion";
  public static final String CE_ID = "ce_id";
  public static final String CE_TYPE = "ce_type";
  public static final String CE_SOURCE = "ce_source";
  public static final String CE_SUBJECT = "ce_subject";
  public static final String CE_TIME = "ce_time";
  public static final String CONTENT_TYPE = "content-type";
  public static final String TRACEPARENT = "traceparent";

  /// Work id of a task.
  public static final String WORK_ID = "raptor-work-id";

  /// How often the work was delivered before, from 0.
  public static final String ATTEMPT = "raptor-attempt";

  /// [Lane] name.
  public static final String PRIORITY = "raptor-priority";

  /// Epoch milliseconds after which the work is not begun.
  public static final String DEADLINE = "raptor-deadline";

  public static final String RUN_ID = "raptor-run-id";
  public static final String WORKSPACE = "raptor-workspace";
  public static final String AGENT = "raptor-agent";

  /// [FailureClass] name.
  public static final String REASON_CLASS = "raptor-reason-class";

  /// Hash that is the same for the same cause: see the dead-letter writer.
  public static final String FINGERPRINT = "raptor-fingerprint";

  /// Epoch milliseconds of the first failure of the work.
  public static final String FIRST_FAILED_AT = "raptor-first-failed-at";

  /// Epoch milliseconds before which the work must not be retried (Retry-After).
  public static final String NOT_BEFORE = "raptor-not-before";

  /// Process that the work failed in.
  public static final String HOST = "raptor-host";

  /// Command that asks for new answers of models, in place of those in the journal.
  public static final String FRESH = "raptor-fresh";

  /// Outcome of an answer: `ANSWERED`, `REFUSED` or `GAVE_UP`.
  public static final String OUTCOME = "raptor-outcome";

  /// The one consumer group that a retry is for; other groups pass it over.
  public static final String ONLY_GROUP = "raptor-only-group";

  private Headers() {}
}
