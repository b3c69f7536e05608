/// Tests of the launch pack on documents of two finished runs of invented brands.
@NullMarked
package io.raptorflow.ingress.pack;

import org.jspecify.annotations.NullMarked;
