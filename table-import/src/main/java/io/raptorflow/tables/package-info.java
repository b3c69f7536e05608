/// Reads the files that people download from ad platforms and tools into tables of one schema, and
/// says what was understood. Nothing is dropped in silence.
@NullMarked
package io.raptorflow.tables;

import org.jspecify.annotations.NullMarked;
