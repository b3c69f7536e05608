@NullMarked
package io.raptorflow.lords.host;

import org.jspecify.annotations.NullMarked;
