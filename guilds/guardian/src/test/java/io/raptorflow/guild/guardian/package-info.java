@NullMarked
package io.raptorflow.guild.guardian;

import org.jspecify.annotations.NullMarked;
