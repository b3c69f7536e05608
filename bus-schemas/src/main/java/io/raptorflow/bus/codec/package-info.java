/// How an event becomes an Avro record and back; the only code that touches generated classes.
@NullMarked
package io.raptorflow.bus.codec;

import org.jspecify.annotations.NullMarked;
