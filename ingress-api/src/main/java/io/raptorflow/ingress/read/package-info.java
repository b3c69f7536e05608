/// What callers may know of a run, read from the projection.
@NullMarked
package io.raptorflow.ingress.read;

import org.jspecify.annotations.NullMarked;
