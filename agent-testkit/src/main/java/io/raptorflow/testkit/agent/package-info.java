/// What every guild checks of its agent files.
@NullMarked
package io.raptorflow.testkit.agent;

import org.jspecify.annotations.NullMarked;
