/// Where an agent meets the bus: the one package of this module that sees Kafka.
@NullMarked
package io.raptorflow.agent.host;

import org.jspecify.annotations.NullMarked;
