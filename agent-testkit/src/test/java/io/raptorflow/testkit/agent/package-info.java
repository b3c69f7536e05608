@NullMarked
package io.raptorflow.testkit.agent;

import org.jspecify.annotations.NullMarked;
