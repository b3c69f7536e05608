/// The `raptor` command: what people type.
@NullMarked
package io.raptorflow.standalone.cli;

import org.jspecify.annotations.NullMarked;
