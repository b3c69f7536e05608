/// Arbiter decides compliance and calls people to gates.
@NullMarked
package io.raptorflow.lords.arbiter;

import org.jspecify.annotations.NullMarked;
