/** Which feeds a command means, and whether they are due. */
@NullMarked
package io.towpath.pipelines.select;

import org.jspecify.annotations.NullMarked;
