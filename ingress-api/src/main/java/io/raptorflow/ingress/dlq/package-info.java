/// What operators have done about dead letters, on behalf of HTTP callers.
@NullMarked
package io.raptorflow.ingress.dlq;

import org.jspecify.annotations.NullMarked;
