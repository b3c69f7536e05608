/// The Muse guild: the agents that write what a campaign publishes.
@NullMarked
package io.raptorflow.guild.muse;

import org.jspecify.annotations.NullMarked;
