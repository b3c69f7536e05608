@NullMarked
package io.raptorflow.guild.guardian.computed;

import org.jspecify.annotations.NullMarked;
