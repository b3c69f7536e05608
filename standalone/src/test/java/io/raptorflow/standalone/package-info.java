@NullMarked
package io.raptorflow.standalone;

import org.jspecify.annotations.NullMarked;
