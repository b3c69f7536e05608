@NullMarked
package io.raptorflow.ingress.read;

import org.jspecify.annotations.NullMarked;
