/// What Matrix agents answer. Every answer names its method, settings, data and limits.
@NullMarked
package io.raptorflow.guild.matrix.output;

import org.jspecify.annotations.NullMarked;
