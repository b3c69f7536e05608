/// Checks of assets that somebody asks for over HTTP, outside any run.
@NullMarked
package io.raptorflow.ingress.check;

import org.jspecify.annotations.NullMarked;
