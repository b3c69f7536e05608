/// The methods of the Matrix guild: deterministic, and independent of the order of rows.
@NullMarked
package io.raptorflow.guild.matrix.computed;

import org.jspecify.annotations.NullMarked;
