/// Workflow graphs and what of them a brief needs.
@NullMarked
package io.raptorflow.lords.workflow;

import org.jspecify.annotations.NullMarked;
