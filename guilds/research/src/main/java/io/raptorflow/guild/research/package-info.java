/// The Research guild: the agents that find out, and the arithmetic under them.
@NullMarked
package io.raptorflow.guild.research;

import org.jspecify.annotations.NullMarked;
