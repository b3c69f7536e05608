/// Progress frames from the log to sockets.
@NullMarked
package io.raptorflow.ingress.stream;

import org.jspecify.annotations.NullMarked;
