/// Where facts stand: citations and the places that they lead to.
@NullMarked
package io.raptorflow.guild.research.source;

import org.jspecify.annotations.NullMarked;
