/// The filter language of dead letters: text in, a predicate out.
@NullMarked
package io.raptorflow.dlq.query;

import org.jspecify.annotations.NullMarked;
