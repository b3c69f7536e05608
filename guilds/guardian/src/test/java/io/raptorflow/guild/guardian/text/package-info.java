@NullMarked
package io.raptorflow.guild.guardian.text;

import org.jspecify.annotations.NullMarked;
