/// The Matrix guild: methods of statistics and planning, without a language model.
@NullMarked
package io.raptorflow.guild.matrix;

import org.jspecify.annotations.NullMarked;
