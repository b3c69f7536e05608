/// Methods of statistics and planning as plain functions, each with the paper or text it follows.
@NullMarked
package io.raptorflow.guild.matrix.method;

import org.jspecify.annotations.NullMarked;
