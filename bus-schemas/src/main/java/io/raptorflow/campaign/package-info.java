/// The vocabulary of a campaign that every module shares: brief, asset, finding, gate.
@NullMarked
package io.raptorflow.campaign;

import org.jspecify.annotations.NullMarked;
