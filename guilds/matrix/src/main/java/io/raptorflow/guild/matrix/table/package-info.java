/// Reads tables strictly: a cell that breaks the schema is named with row, column, value and rule.
@NullMarked
package io.raptorflow.guild.matrix.table;

import org.jspecify.annotations.NullMarked;
