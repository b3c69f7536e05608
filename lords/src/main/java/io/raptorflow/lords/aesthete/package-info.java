/// Aesthete decides creative quality.
@NullMarked
package io.raptorflow.lords.aesthete;

import org.jspecify.annotations.NullMarked;
