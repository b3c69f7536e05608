/// HTTP: paths, errors, access, OpenAPI.
@NullMarked
package io.raptorflow.ingress.web;

import org.jspecify.annotations.NullMarked;
