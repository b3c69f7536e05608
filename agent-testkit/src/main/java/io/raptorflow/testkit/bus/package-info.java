/// A real Kafka and a schema registry for tests.
@NullMarked
package io.raptorflow.testkit.bus;

import org.jspecify.annotations.NullMarked;
