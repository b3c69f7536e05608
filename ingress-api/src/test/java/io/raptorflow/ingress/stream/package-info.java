@NullMarked
package io.raptorflow.ingress.stream;

import org.jspecify.annotations.NullMarked;
