/// What Muse agents hand in: records that a language model fills and that check themselves.
@NullMarked
package io.raptorflow.guild.muse.output;

import org.jspecify.annotations.NullMarked;
