/// The database: schema, roles, and transactions bound to one workspace.
@NullMarked
package io.raptorflow.ingress.db;

import org.jspecify.annotations.NullMarked;
