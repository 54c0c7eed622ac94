/** What the feed's CEL expressions do to a record; {@code docs/reference/expressions.md}. */
@NullMarked
package io.towpath.transforms.expression;

import org.jspecify.annotations.NullMarked;
