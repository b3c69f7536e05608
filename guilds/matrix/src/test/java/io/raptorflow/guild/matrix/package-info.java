@NullMarked
package io.raptorflow.guild.matrix;

import org.jspecify.annotations.NullMarked;
