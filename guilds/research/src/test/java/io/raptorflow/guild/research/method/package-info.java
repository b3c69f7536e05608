@NullMarked
package io.raptorflow.guild.research.method;

import org.jspecify.annotations.NullMarked;
