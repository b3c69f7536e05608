/// A run read back from its log: what was decided, on what, and whether it still comes out the
/// same.
@NullMarked
package io.raptorflow.lords.audit;

import org.jspecify.annotations.NullMarked;
