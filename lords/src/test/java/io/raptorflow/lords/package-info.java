@NullMarked
package io.raptorflow.lords;

import org.jspecify.annotations.NullMarked;
