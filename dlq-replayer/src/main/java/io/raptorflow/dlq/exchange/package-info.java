/// Dead letters in files: written, read, and taken in again.
@NullMarked
package io.raptorflow.dlq.exchange;

import org.jspecify.annotations.NullMarked;
