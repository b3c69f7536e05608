@NullMarked
package io.raptorflow.agent.offline.text;

import org.jspecify.annotations.NullMarked;
