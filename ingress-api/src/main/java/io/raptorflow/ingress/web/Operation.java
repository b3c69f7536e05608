package io.raptorflow.ingress.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What OpenAPI says of a mapping beyond what Java says.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Operation {
  String summary();

  /// Record that the request body is read into.
  Class<?> body() default Void.class;

  /// Status of success.
  int status() default 200;

  /// Media type of success, unless it is `application/json`.
  String produces() default "application/json";
}
