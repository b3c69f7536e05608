/// Kafka Streams under the Lords: one application each, exactly once.
@NullMarked
package io.raptorflow.lords.host;

import org.jspecify.annotations.NullMarked;
