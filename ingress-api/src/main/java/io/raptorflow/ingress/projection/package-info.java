/// From the topics into PostgreSQL, each record once.
@NullMarked
package io.raptorflow.ingress.projection;

import org.jspecify.annotations.NullMarked;
