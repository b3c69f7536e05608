/// The whole swarm in one process, and the `raptor` command.
@NullMarked
package io.raptorflow.standalone;

import org.jspecify.annotations.NullMarked;
