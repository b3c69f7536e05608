/// Tests of what the Council composes and computes, on briefs of invented brands.
@NullMarked
package io.raptorflow.lords.council;

import org.jspecify.annotations.NullMarked;
