/// What a caller asks for, checked and put on the bus.
@NullMarked
package io.raptorflow.ingress.command;

import org.jspecify.annotations.NullMarked;
