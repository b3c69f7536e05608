/// The model that is none: composes from the brief when no language model is configured.
@NullMarked
package io.raptorflow.agent.offline;

import org.jspecify.annotations.NullMarked;
