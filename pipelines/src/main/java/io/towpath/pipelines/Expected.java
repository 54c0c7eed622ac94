package io.towpath.pipelines;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/** Says what the value of an option looks like: a regular expression that matches all of it. */
@Retention(RUNTIME)
@Target(METHOD)
public @interface Expected {
  /** The expression, in Java's syntax. */
  String value();
}
