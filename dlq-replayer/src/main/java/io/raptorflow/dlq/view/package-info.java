/// Failed work as it stands now, kept in memory and followed.
@NullMarked
package io.raptorflow.dlq.view;

import org.jspecify.annotations.NullMarked;
