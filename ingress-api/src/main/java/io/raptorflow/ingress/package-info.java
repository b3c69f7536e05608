/// HTTP in, events out: the service that people and programs talk to.
@NullMarked
package io.raptorflow.ingress;

import org.jspecify.annotations.NullMarked;
