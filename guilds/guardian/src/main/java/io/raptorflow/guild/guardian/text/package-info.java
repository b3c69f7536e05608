/// Text as rules need it: folded, counted, with spans in the original.
@NullMarked
package io.raptorflow.guild.guardian.text;

import org.jspecify.annotations.NullMarked;
