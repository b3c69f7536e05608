/// The Council: seven Lords, each a pure decision function over what it knows of a run.
@NullMarked
package io.raptorflow.lords;

import org.jspecify.annotations.NullMarked;
