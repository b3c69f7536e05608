@NullMarked
package io.raptorflow.ingress;

import org.jspecify.annotations.NullMarked;
