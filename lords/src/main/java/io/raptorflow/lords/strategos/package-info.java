/// Strategos decides positioning and money.
@NullMarked
package io.raptorflow.lords.strategos;

import org.jspecify.annotations.NullMarked;
