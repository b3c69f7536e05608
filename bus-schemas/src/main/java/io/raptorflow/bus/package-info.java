/// What travels on the bus: events as records, the topic catalogue, ids and headers.
@NullMarked
package io.raptorflow.bus;

import org.jspecify.annotations.NullMarked;
