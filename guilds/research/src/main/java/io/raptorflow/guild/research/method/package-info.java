/// The arithmetic under the researchers: what code can compute, no model is asked for.
@NullMarked
package io.raptorflow.guild.research.method;

import org.jspecify.annotations.NullMarked;
