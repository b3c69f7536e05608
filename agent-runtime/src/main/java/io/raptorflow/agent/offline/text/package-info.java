/// How text is made without a language model: phrases of a brief, frames that fit their grammar,
/// and the rules that copy must keep.
@NullMarked
package io.raptorflow.agent.offline.text;

import org.jspecify.annotations.NullMarked;
