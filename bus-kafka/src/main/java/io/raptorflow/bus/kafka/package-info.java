/// How events travel over Apache Kafka: serde, inbox, outbox, failures, and a broker and registry
/// for one machine.
@NullMarked
package io.raptorflow.bus.kafka;

import org.jspecify.annotations.NullMarked;
