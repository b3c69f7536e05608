/// What Guardian agents answer.
@NullMarked
package io.raptorflow.guild.guardian.output;

import org.jspecify.annotations.NullMarked;
