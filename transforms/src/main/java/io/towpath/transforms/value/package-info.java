/**
 * How text becomes a typed value, or a refusal that says why not. The decisions are tabled in
 * {@code docs/reference/types.md}.
 */
@NullMarked
package io.towpath.transforms.value;

import org.jspecify.annotations.NullMarked;
