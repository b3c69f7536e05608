/// A finished run as files.
@NullMarked
package io.raptorflow.ingress.pack;

import org.jspecify.annotations.NullMarked;
