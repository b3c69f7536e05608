@NullMarked
package io.raptorflow.guild.matrix.computed;

import org.jspecify.annotations.NullMarked;
