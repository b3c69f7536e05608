/// Herald decides what leaves.
@NullMarked
package io.raptorflow.lords.herald;

import org.jspecify.annotations.NullMarked;
