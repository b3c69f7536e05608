/// What Research agents hand in: facts with their sources, and gaps that name the missing file.
@NullMarked
package io.raptorflow.guild.research.output;

import org.jspecify.annotations.NullMarked;
