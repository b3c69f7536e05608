/// What six of the seven Lords share: hand out tasks, gather answers until quorum or deadline,
/// judge.
@NullMarked
package io.raptorflow.lords.supervision;

import org.jspecify.annotations.NullMarked;
