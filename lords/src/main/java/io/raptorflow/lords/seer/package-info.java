/// Seer decides what the numbers carry.
@NullMarked
package io.raptorflow.lords.seer;

import org.jspecify.annotations.NullMarked;
