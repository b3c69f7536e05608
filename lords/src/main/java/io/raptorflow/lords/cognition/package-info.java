/// Cognition decides what is known: ledger, research, war brief.
@NullMarked
package io.raptorflow.lords.cognition;

import org.jspecify.annotations.NullMarked;
