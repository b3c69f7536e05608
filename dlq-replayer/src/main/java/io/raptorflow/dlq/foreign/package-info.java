/// Dead letters that others wrote: read, and taken in as ours.
@NullMarked
package io.raptorflow.dlq.foreign;

import org.jspecify.annotations.NullMarked;
