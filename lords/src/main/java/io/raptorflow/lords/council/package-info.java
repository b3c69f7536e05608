/// What the Lords' own agents write and compute.
@NullMarked
package io.raptorflow.lords.council;

import org.jspecify.annotations.NullMarked;
