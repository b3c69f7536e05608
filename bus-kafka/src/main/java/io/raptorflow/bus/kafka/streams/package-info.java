/// What the Lords and the replayer share in their use of Kafka Streams. Whoever uses it brings
/// Kafka Streams along.
@NullMarked
package io.raptorflow.bus.kafka.streams;

import org.jspecify.annotations.NullMarked;
