@NullMarked
package io.raptorflow.guild.research;

import org.jspecify.annotations.NullMarked;
