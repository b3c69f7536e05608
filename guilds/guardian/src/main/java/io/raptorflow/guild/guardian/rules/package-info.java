/// Rule packs: what is forbidden, how sure that is, and where it is written.
@NullMarked
package io.raptorflow.guild.guardian.rules;

import org.jspecify.annotations.NullMarked;
