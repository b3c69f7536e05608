package io.raptorflow.dlq;

import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.WorkId;
import java.time.Instant;
import java.util.Optional;

/// What the headers of a dead letter say.
///
/// @param attempt how often the work had been tried before this failure, from 0
/// @param host process that it failed in; empty when the letter does not say
/// @param notBefore when the other side asked to be left alone until
/// @param deadline after this the work is not begun
record Letter(
    WorkId work,
    String agent,
    String workspace,
    Optional<RunId> run,
    FailureClass failure,
    String fingerprint,
    String message,
    String originalTopic,
    String group,
    String host,
    int attempt,
    Instant firstFailedAt,
    Instant failedAt,
    Optional<Instant> notBefore,
    Optional<Instant> deadline,
    Coordinates at) {}
