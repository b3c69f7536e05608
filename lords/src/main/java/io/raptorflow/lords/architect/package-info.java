/// Architect owns a run: the plan, who works, and when it is over.
@NullMarked
package io.raptorflow.lords.architect;

import org.jspecify.annotations.NullMarked;
