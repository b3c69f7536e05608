@NullMarked
package io.raptorflow.guild.matrix.method;

import org.jspecify.annotations.NullMarked;
