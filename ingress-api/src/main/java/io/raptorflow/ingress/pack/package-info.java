/// A finished run as files: what a person opens, loads into platforms and keeps.
@NullMarked
package io.raptorflow.ingress.pack;

import org.jspecify.annotations.NullMarked;
