@NullMarked
package io.raptorflow.dlq.view;

import org.jspecify.annotations.NullMarked;
