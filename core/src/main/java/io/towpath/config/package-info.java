/**
 * What a user writes: {@code towpath.yaml} and {@code feeds/*.yaml}, bound from the YAML node tree
 * so that every mistake is reported at once with its place.
 */
@NullMarked
package io.towpath.config;

import org.jspecify.annotations.NullMarked;
