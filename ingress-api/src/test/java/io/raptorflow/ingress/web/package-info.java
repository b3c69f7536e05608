@NullMarked
package io.raptorflow.ingress.web;

import org.jspecify.annotations.NullMarked;
