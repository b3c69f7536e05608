@NullMarked
package io.raptorflow.guild.muse;

import org.jspecify.annotations.NullMarked;
