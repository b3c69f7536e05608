/// The Guardian guild: measured and lexical rules on everything that will be published.
@NullMarked
package io.raptorflow.guild.guardian;

import org.jspecify.annotations.NullMarked;
