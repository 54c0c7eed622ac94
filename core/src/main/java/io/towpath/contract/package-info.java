/**
 * What the target promises: an Open Data Contract Standard document, bound by hand from its YAML
 * node tree and compiled to typed values.
 */
@NullMarked
package io.towpath.contract;

import org.jspecify.annotations.NullMarked;
