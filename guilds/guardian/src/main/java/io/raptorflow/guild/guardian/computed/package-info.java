/// The checks of the Guardian guild. They know no language model, and nothing lifts what they find.
@NullMarked
package io.raptorflow.guild.guardian.computed;

import org.jspecify.annotations.NullMarked;
