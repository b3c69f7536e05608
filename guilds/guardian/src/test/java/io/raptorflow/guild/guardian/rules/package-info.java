@NullMarked
package io.raptorflow.guild.guardian.rules;

import org.jspecify.annotations.NullMarked;
