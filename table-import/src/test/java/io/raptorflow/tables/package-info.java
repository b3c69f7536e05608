@NullMarked
package io.raptorflow.tables;

import org.jspecify.annotations.NullMarked;
