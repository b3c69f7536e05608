/// Failed work: retried, parked, replayed.
@NullMarked
package io.raptorflow.dlq;

import org.jspecify.annotations.NullMarked;
