@NullMarked
package io.raptorflow.agent;

import org.jspecify.annotations.NullMarked;
